/** Servers on loopback that answer on the bare socket: whatever, whenever and as often as a peer in the field might. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http"
import { createServer as createSecureServer } from "node:https"
import type { AddressInfo, Server, Socket } from "node:net"
import { wholeText } from "../../../contracts/loopback.ts"
import type { Certificate } from "./certificate.ts"

/** A whole POST, and the socket to answer on. */
export interface Post {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly socket: Socket
  /** Which POST of its connection this is, from 1. */
  readonly nth: number
}

export interface Peer extends AsyncDisposable {
  readonly url: string
  readonly posts: ReadonlyArray<Post>
}

export const serve = async (answer: (post: Post) => void, certificate?: Certificate): Promise<Peer> => {
  const posts: Array<Post> = []
  const accept = async (request: IncomingMessage) => {
    const { url: path = "", headers, socket } = request
    const body = await wholeText(request)
    const nth = posts.filter((post) => post.socket === socket).length + 1
    const post = { path, headers, body, socket, nth }
    posts.push(post)
    answer(post)
  }
  const server = certificate === undefined ? createServer(accept) : createSecureServer(certificate, accept)
  return { ...(await listen(server, certificate !== undefined)), posts }
}

/** A listening server, whose sockets end with it. */
export const listen = async (server: Server, isTls: boolean) => {
  const sockets = new Set<Socket>()
  server.on("connection", (socket: Socket) => {
    sockets.add(socket)
    socket.on("error", () => {})
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

/** Tokens of the user who presents the body's grant: of Dapi or of AISquare. */
export const granted = (body: string): string => {
  const user = /user-\d+/.exec(body)?.[0] ?? "nobody"
  const dapi = { success: true, accessToken: user, status: "done" }
  return JSON.stringify({ ...dapi, access: user, refresh: `refresh-${user}` })
}

/** A whole HTTP/1.1 answer with this JSON. */
export const whole = (json: string, connection: "close" | "keep-alive"): string => `HTTP/1.1 200 OK\r
content-type: application/json\r
content-length: ${json.length}\r
connection: ${connection}\r
\r
${json}`
