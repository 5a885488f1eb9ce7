/** A long compressed answer that breaks off, in every framing: does the process live on? */

import { Socket } from "node:net"
import { deflateSync, gzipSync } from "node:zlib"
import type { Certificate } from "./certificate.ts"
import { granted, type Peer, serve } from "./peer.ts"

const encodings = { gzip: gzipSync, deflate: deflateSync }
const framings = ["chunked", "to-the-end", "content-length"] as const
const cuts = ["reset-early", "reset-late", "end"] as const

/** Every case as a path: `/gzip/chunked/reset-early`. `bomb` is a megabyte of spaces that announces a few bytes. */
export const cases: ReadonlyArray<string> = Object.keys(encodings).flatMap((encoding) => [
  ...framings.flatMap((framing) => cuts.map((cut) => `/${encoding}/${framing}/${cut}`)),
  `/${encoding}/bomb/reset-late`,
])

/** Some 300 kB compressed: random letters, since an even text would compress to nothing. */
const noise = Array.from({ length: 400_000 }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join("")

/** 30 MB of spaces: less than 32 kB compressed. */
const blanks = " ".repeat(30_000_000)

const bodies = Object.fromEntries(
  Object.entries(encodings).map(([encoding, compress]) => [
    encoding,
    {
      long: compress(`${granted("user-0").slice(0, -1)},"noise":"${noise}"}`),
      bomb: compress(`${granted("user-0").slice(0, -1)}${blanks}`),
    },
  ]),
)

export const serveBreakingOff = (certificate?: Certificate): Promise<Peer> =>
  serve(({ path, socket }) => {
    const [, encoding = "", framing = "", cut = ""] = path.split("/")
    const body = bodies[encoding]?.[framing === "bomb" ? "bomb" : "long"] ?? Buffer.of()
    const isReset = cut.startsWith("reset")
    const part = body.subarray(0, Math.floor(body.length * (cut === "reset-early" ? 0.4 : 0.95)))
    socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: ${encoding}\r\n`)
    if (framing === "chunked") socket.write("transfer-encoding: chunked\r\n\r\n")
    else if (framing === "to-the-end") socket.write("connection: close\r\n\r\n")
    else socket.write(`content-length: ${body.length}\r\n\r\n`)
    const break_ = () => breakOff(socket, isReset)
    if (framing === "chunked") socket.write(`${body.length.toString(16)}\r\n`)
    // A reset drops what still waits to be sent: it comes a moment after the last byte was handed over.
    socket.write(part, () => setTimeout(break_, 5))
  }, certificate)

const breakOff = (socket: Socket, isReset: boolean) => {
  // A TLS socket hides the one below it, which alone can reset.
  const below: unknown = Reflect.get(socket, "_parent")
  if (!isReset) socket.end()
  else if (below instanceof Socket) below.resetAndDestroy()
  else socket.resetAndDestroy()
}
