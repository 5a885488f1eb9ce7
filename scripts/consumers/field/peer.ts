/** Raw servers on loopback: each whole POST of a connection, and the socket to answer on. */
import { type AddressInfo, createServer, type Server, type Socket } from "node:net"
import { createServer as createTlsServer } from "node:tls"
import type { Certificate } from "./certificate.ts"

export interface Received {
  readonly path: string
  readonly head: string
  readonly body: string
  /** Which connection of the peer it came on, and which POST of it this is, both from 1. */
  readonly connection: number
  readonly nth: number
}

export interface Peer extends AsyncDisposable {
  readonly url: string
  readonly posts: ReadonlyArray<Received>
}

export const serve = async (
  answer: (post: Received, socket: Socket) => void,
  certificate?: Certificate,
): Promise<Peer> => {
  const posts: Array<Received> = []
  let connections = 0
  const accept = (socket: Socket) => {
    const connection = ++connections
    let [text, nth] = ["", 0]
    socket.on("error", () => {})
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1")
      const [whole, head = "", path = "", body = ""] = wholePost(text) ?? []
      if (whole === undefined) return
      text = text.slice(whole.length)
      const post = { path, head, body, connection, nth: ++nth }
      posts.push(post)
      answer(post, socket)
    })
  }
  const server = certificate === undefined ? createServer(accept) : createTlsServer(certificate, accept)
  return { ...(await listen(server, certificate !== undefined)), posts }
}

/** A listening server, whose sockets end with it. */
export const listen = async (server: Server, isTls: boolean) => {
  const sockets = new Set<Socket>()
  server.on("connection", (socket: Socket) => {
    sockets.add(socket)
    socket.on("error", () => {})
    socket.on("close", () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  // A server on TCP has no other kind of address.
  const { port } = server.address() as AddressInfo
  return {
    url: `${isTls ? "https" : "http"}://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The first whole POST of a text: itself, its head, path and body. */
const wholePost = (text: string): ReadonlyArray<string> | undefined => {
  const end = text.indexOf("\r\n\r\n") + 4
  if (end < 4) return undefined
  const head = text.slice(0, end)
  const length = isChunked(head)
    ? text.indexOf("0\r\n\r\n", end) + 5 - end
    : Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)
  if (length < 5 && isChunked(head)) return undefined
  if (text.length < end + length) return undefined
  return [text.slice(0, end + length), head, head.split(" ")[1] ?? "", text.slice(end, end + length)]
}

export const isChunked = (head: string): boolean => /^transfer-encoding: chunked/im.test(head)

/** Tokens of the user who presents the body's grant: of Dapi or of AISquare. */
export const granted = (body: string): string => {
  const user = /user-\d+/.exec(body)?.[0] ?? "nobody"
  const dapi = { success: true, accessToken: user, status: "done" }
  return JSON.stringify({ ...dapi, access: user, refresh: `refresh-${user}` })
}

/** A whole HTTP/1.1 answer with this JSON. */
export const whole = (json: string, ...headers: ReadonlyArray<string>): string =>
  ["HTTP/1.1 200 OK", "content-type: application/json", `content-length: ${json.length}`, ...headers, "", json].join(
    "\r\n",
  )
