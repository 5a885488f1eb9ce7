/** Servers that quote the request in broken HTTP. */
import type { FaultOperation } from "../operations.ts"
import type { Behaviour } from "../server.ts"
import type { Scenarios } from "./scenario.ts"

/** What holds the secrets of a request: headers, HTTP Basic as it came and opened, and the body. */
const secretPartsOf = ({ headers }: Pick<FaultOperation, "headers">, request: string): string => {
  const end = request.indexOf("\r\n\r\n")
  const lines = request.slice(0, end).split("\r\n")
  const values = headers.flatMap((name) =>
    lines
      .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}: `))
      .map((line) => line.slice(name.length + 2)),
  )
  const opened = values.flatMap((value) => /^Basic (.*)$/.exec(value)?.slice(1) ?? []).map((pair) => atob(pair))
  return [...values, ...opened, request.slice(end + 4)].join(" ")
}

/** Reads the request, then writes the result of `quote`: of what is secret in it, and of all of it. */
export const quoting =
  (operation: FaultOperation, quote: (secret: string, request: string) => string, after = 0): Behaviour =>
  ({ socket, request }) => {
    void request.then((text) =>
      setTimeout(() => socket.end(quote(secretPartsOf(operation, text), text), "latin1"), after),
    )
  }

export const head = (status: string, ...lines: ReadonlyArray<string>) =>
  [`HTTP/1.1 ${status}`, "content-type: application/json", "connection: close", ...lines, "", ""].join("\r\n")

/** Answers that are not HTTP, or that quote the request where undici parses. */
export const onTheWire: Scenarios = (call) => {
  const quotes: Readonly<Record<string, (body: string, request: string) => string>> = {
    "the request itself": (_, request) => request,
    "its body alone": (body) => body,
    "a status line": (body) => `HTTP/1.1 ${body}\r\n\r\n`,
    "a version": (body) => `HTTP/${body} 200 OK\r\n\r\n`,
    "a status text": (body) => head(`401 ${body}`),
    "a status text of a 200": (body) => `${head(`200 ${body}`, "content-length: 2")}{}`,
    "a status text of a 429": (body) => `${head(`429 ${body}`, `retry-after: ${body}`, "content-length: 2")}{}`,
    headers: (body) => `${head("400 Bad", `x-echo: ${body}`, `location: /${body}`, "content-length: 2")}{}`,
    "a header's name": (body) => head("200 OK", `${body}: x`),
    "a header without a colon": (body) => head("200 OK", body),
    "a length": (body) => head("200 OK", `content-length: ${body}`),
    "an encoding": (body) => `${head("200 OK", `content-encoding: ${body}`, "content-length: 2")}{}`,
    "a transfer encoding": (body) => head("200 OK", `transfer-encoding: ${body}`),
    "a chunk's size": (body) => `${head("200 OK", "transfer-encoding: chunked")}${body}\r\n`,
    "a chunk's extension": (body) => `${head("200 OK", "transfer-encoding: chunked")}5;${body}\r\nhello\r\nx${body}`,
    "a trailer": (body) => `${head("400 No", "transfer-encoding: chunked")}2\r\n{}\r\n0\r\n${body}\r\n\r\n`,
    "broken gzip": (body) => `${head("200 OK", "content-encoding: gzip", `content-length: ${body.length}`)}${body}`,
    "a body cut short": (body) => `${head("200 OK", `content-length: ${body.length + 9}`)}${body}`,
    "a 407": (body) => head(`407 ${body}`, `proxy-authenticate: Basic realm="${body}"`),
    "a redirect": (body) => head("307 Elsewhere", `location: http://127.0.0.1:9/${body}`),
    "a redirect to no place": (body) => head("308 Elsewhere", `location: ${body}`),
    "an early hint": (body) =>
      `HTTP/1.1 103 ${body}\r\nlink: ${body}\r\n\r\n${head(`401 ${body}`, "content-length: 0")}`,
    "a switch of protocols": (body) => `HTTP/1.1 101 ${body}\r\nupgrade: ${body}\r\nconnection: upgrade\r\n\r\n`,
  }
  return [
    ...Object.entries(quotes).map(([name, quote]) => ({ name, serve: quoting(call, quote) })),
    {
      name: "a reset",
      serve: ({ socket, request }) => void request.then(() => socket.resetAndDestroy()),
    },
  ]
}
