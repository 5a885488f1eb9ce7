/** What the server of a fault can do. */
import { gzipSync } from "node:zlib"
import type { Behaviour } from "./server.ts"

/** Reads the request, writes bytes, closes. */
export const write =
  (...parts: ReadonlyArray<string | Buffer>): Behaviour =>
  ({ socket, request }) => {
    void request.then(() => {
      for (const part of parts) socket.write(part)
      socket.end()
    })
  }

export const head = (status: number | string, headers: Readonly<Record<string, string | number>>) =>
  `HTTP/1.1 ${status} ${typeof status === "number" ? "Whatever" : ""}\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("")}connection: close\r\n\r\n`

export const answer = (
  status: number,
  body: string | Buffer = "",
  headers: Readonly<Record<string, string>> = {},
): Behaviour =>
  write(
    head(status, { "content-type": "application/json", "content-length": Buffer.byteLength(body), ...headers }),
    body,
  )

/** A 200 whose body is derived from a good one. */
export const body = (change: (good: Record<string, unknown>) => string) => (good: string) =>
  answer(200, change(JSON.parse(good)))

export const each = (good: Record<string, unknown>, value: unknown) =>
  JSON.stringify(Object.fromEntries(Object.keys(good).map((name) => [name, value])))

/** Writes a piece every 50 ms and never ends. */
export const dribble =
  (first: string, piece: string): Behaviour =>
  ({ socket, request }) => {
    void request.then(() => {
      socket.write(first)
      const timer = setInterval(() => socket.write(piece), 50)
      socket.on("close", () => clearInterval(timer))
    })
  }

export const html = "<!doctype html><title>Error</title><h1>Something went wrong</h1>"
export const status =
  (code: number, content: string | Buffer = "{}") =>
  () =>
    answer(code, content)
export const elsewhere = { location: "http://127.0.0.1:9/elsewhere" }
const megabytes = (count: number) => Buffer.alloc(count * 1024 * 1024, 0x20)

/** 100 MB, written as fast as the client reads. */
export const flood: Behaviour = ({ socket, request }) => {
  void request.then(() => {
    socket.write(head(200, { "content-type": "application/json", "content-length": 100 * 1024 * 1024 }))
    const chunk = megabytes(1)
    let left = 100
    const more = () => {
      while (left-- > 0) if (!socket.write(chunk)) return socket.once("drain", more)
      return socket.end()
    }
    more()
  })
}

let bomb: Buffer | undefined
/** 200 MB of spaces, 200 kB on the wire. */
export const compressionBomb = () => {
  bomb ??= gzipSync(megabytes(200))
  return answer(200, bomb, { "content-encoding": "gzip" })
}

export const soon = () => new Date(Date.now() + 1_000).toUTCString()

const weekdays: Readonly<Record<string, string>> = {
  Sun: "Sunday",
  Mon: "Monday",
  Tue: "Tuesday",
  Wed: "Wednesday",
  Thu: "Thursday",
  Fri: "Friday",
  Sat: "Saturday",
}

/** A date of HTTP in its two obsolete forms. */
export const rfc850 = (date: string) => {
  const [weekday = "", day, month, year = "", time] = date.split(/,? /)
  return `${weekdays[weekday]}, ${day}-${month}-${year.slice(2)} ${time} GMT`
}
export const asctime = (date: string) => {
  const [weekday, day = "", month, year, time] = date.split(/,? /)
  return `${weekday} ${month} ${day.replace(/^0/, " ")} ${time} ${year}`
}
