/**
 * A simulated provider as an HTTP server on loopback, for clients that take an address rather than a `fetch`. Node's
 * modules are loaded here and nowhere else, once a server is asked for.
 */
import type { IncomingMessage, ServerResponse } from "node:http"
import * as Data from "effect/Data"
import * as Result from "effect/Result"
import type { SimulatedAnswer } from "./answer.ts"
import { fateOf } from "./fault.ts"
import { textOf, withoutBody } from "./fetch.ts"
import type { WireRequest } from "./request.ts"
import type { Wire } from "./simulated.ts"

/** A server that listens. */
interface Listening {
  readonly baseUrl: string
  /** Ends every connection, and the server. */
  readonly close: () => Promise<void>
}

/** Answers a request, or leaves it to the provider. */
export type Control = (request: WireRequest) => SimulatedAnswer | undefined

/** Something else listens on the port. Give `listen` another port, or none for free ones. */
export class PortInUse extends Data.TaggedError("PortInUse")<{ readonly port: number; readonly message: string }> {
  constructor(port: number) {
    const message = `Port ${port} of 127.0.0.1 is in use: end what listens there, choose another port, or none for free ones.`
    super({ port, message })
  }
}

/** `port` 0 is any free one. `control` answers at paths that the provider does not have, or leaves them to it. */
export const serve = (wire: Wire, port: number, control: Control = () => undefined): Promise<Listening> =>
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
        const replied = Result.try({ try: () => reply(wire, control, request, response, body), catch: String })
        if (Result.isFailure(replied)) response.writeHead(500, { "content-type": "text/plain" }).end(replied.failure)
      })
    })
    server.on("connection", (socket) => {
      if (!wire.refusesNext()) return
      wire.receive({ method: "", path: "", query: "", headers: new Headers(), body: "" }, wire.takeFate().fault)
      socket.resetAndDestroy()
    })
    const close = () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    return new Promise<Listening>((resolve, reject) => {
      server.on("error", (cause) =>
        reject("code" in cause && cause.code === "EADDRINUSE" ? new PortInUse(port) : cause),
      )
      server.listen(port, "127.0.0.1", () => {
        const address = server.address()
        const port = typeof address === "object" ? address?.port : undefined
        resolve({ baseUrl: `http://127.0.0.1:${port}`, close })
      })
    })
  })

/** No request of an operation is longer, in characters. */
const limit = 1024 * 1024

const reply = (
  wire: Wire,
  control: Control,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): void => {
  const [path = "", query = ""] = (request.url ?? "").split("?")
  const headers = new Headers(
    Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
  )
  const received = { method: request.method ?? "", path, query, headers, body }
  const controlled = wire.has(path) ? undefined : control(received)
  const { fault, milliseconds } = controlled === undefined ? wire.takeFate() : fateOf([])
  const answer = controlled ?? wire.receive(received, fault)
  if (fault === "hang") return
  if (answer === undefined || fault === "reset-after-send") request.socket.resetAndDestroy()
  else if (fault === "truncated") send(answer, response, (half) => response.write(half, () => request.socket.destroy()))
  else if (fault === "late") {
    const timer = setTimeout(() => send(answer, response), milliseconds)
    response.once("close", () => clearTimeout(timer))
  } else send(answer, response)
}

/** Sends an answer, or half of its body by `half`. */
const send = (answer: SimulatedAnswer, response: ServerResponse, half?: (text: string) => void): void => {
  if (withoutBody.includes(answer.status)) return void response.writeHead(answer.status, { ...answer.headers }).end()
  const text = textOf(answer)
  response.writeHead(answer.status, {
    ...answer.headers,
    "content-length": String(new TextEncoder().encode(text).length),
  })
  if (half === undefined) response.end(text)
  else half(text.slice(0, text.length / 2))
}
