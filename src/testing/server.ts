/**
 * A simulated provider as an HTTP server on loopback, for clients that take an address rather than a `fetch`. Node's
 * modules are loaded here and nowhere else, once a server is asked for.
 */
import type { IncomingMessage, ServerResponse } from "node:http"
import * as Result from "effect/Result"
import { textOf, withoutBody } from "./fetch.ts"
import type { Wire } from "./simulated.ts"

/** A server that listens. */
interface Listening {
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
        if (body.length > limit) request.socket.destroy()
      })
      request.on("end", () => {
        // A mistake in a test is answered to its client: an exception here would end the process.
        const replied = Result.try({ try: () => reply(wire, request, response, body), catch: String })
        if (Result.isFailure(replied)) response.writeHead(500, { "content-type": "text/plain" }).end(replied.failure)
      })
    })
    server.on("connection", (socket) => {
      if (!wire.refusesNext()) return
      wire.receive({ method: "", path: "", query: "", headers: new Headers(), body: "" }, wire.takeFault())
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

/** No request of an operation is longer, in characters. */
const limit = 1024 * 1024

const reply = (wire: Wire, request: IncomingMessage, response: ServerResponse, body: string): void => {
  const [path = "", query = ""] = (request.url ?? "").split("?")
  const headers = new Headers(
    Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
  )
  const fault = wire.takeFault()
  const answer = wire.receive({ method: request.method ?? "", path, query, headers, body }, fault)
  if (fault === "hang") return
  if (answer === undefined || fault === "reset-after-send") return void request.socket.resetAndDestroy()
  if (withoutBody.includes(answer.status)) return void response.writeHead(answer.status, { ...answer.headers }).end()
  const text = textOf(answer)
  response.writeHead(answer.status, {
    ...answer.headers,
    "content-length": String(new TextEncoder().encode(text).length),
  })
  if (fault !== "truncated") return void response.end(text)
  response.write(text.slice(0, text.length / 2), () => request.socket.destroy())
}
