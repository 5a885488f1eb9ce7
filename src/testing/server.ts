/**
 * A simulated provider as an HTTP server on loopback, for clients that take an address rather than a `fetch`. Node's
 * modules are loaded here and nowhere else, once a server is asked for.
 */
import type { IncomingMessage, ServerResponse } from "node:http"
import { textOf } from "./fetch.ts"
import type { Wire } from "./simulated.ts"

/** A server that listens. */
export interface Listening {
  readonly baseUrl: string
  /** Ends every connection, and the server. */
  readonly close: () => Promise<void>
}

export const serve = (wire: Wire): Promise<Listening> =>
  import("node:http").then(({ createServer }) => {
    const server = createServer((request, response) => {
      let body = ""
      request.setEncoding("utf8")
      request.on("data", (chunk: string) => {
        body += chunk
      })
      request.on("end", () => reply(wire, request, response, body))
    })
    server.on("connection", (socket) => {
      if (!wire.refusesNext()) return
      wire.receive({ method: "", path: "", headers: new Headers(), body: "" })
      socket.resetAndDestroy()
    })
    const close = () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    return new Promise<Listening>((resolve, reject) => {
      server.on("error", reject)
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        const port = typeof address === "object" ? address?.port : undefined
        resolve({ baseUrl: `http://127.0.0.1:${port}`, close })
      })
    })
  })

const reply = (wire: Wire, request: IncomingMessage, response: ServerResponse, body: string): void => {
  const { pathname: path } = new URL(request.url ?? "/", "http://simulated")
  const headers = new Headers(
    Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
  )
  const { answer, fault } = wire.receive({ method: request.method ?? "", path, headers, body })
  if (fault === "hang") return
  if (answer === undefined || fault === "reset-after-send") return void request.socket.resetAndDestroy()
  const text = textOf(answer)
  response.writeHead(answer.status, {
    ...answer.headers,
    "content-length": String(new TextEncoder().encode(text).length),
  })
  if (fault !== "truncated") return void response.end(text)
  response.write(text.slice(0, text.length / 2), () => request.socket.destroy())
}
