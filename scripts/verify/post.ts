/**
 * Sends one request to a vendor once, and reads the raw answer: no redirect, no retry, and truncation is detected.
 * `fetch` would send again by itself on a 421.
 */
import { type IncomingMessage, request as plain } from "node:http"
import { request as secure } from "node:https"
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib"
import type { Ended } from "../../contracts/evidence/answer.ts"
import type { Exchange, Received } from "../../contracts/evidence/exchange.ts"

/** A request, whole, and its answer as far as it arrived. */
export interface Seen {
  /** Absent when nothing arrived. */
  readonly answer?: Received
  readonly ended: Ended
  /** The network's error when nothing arrived. */
  readonly trouble?: string
  /** From the first byte sent to the last received. */
  readonly milliseconds: number
}

/** The longest answer of a token operation, in bytes. */
const limit = 1024 * 1024

/** Sends a request, and waits for its whole answer for `patience` milliseconds. */
export const post = ({ method, url, headers, body }: Exchange["request"], patience: number): Promise<Seen> =>
  new Promise((resolve) => {
    const since = performance.now()
    let ended: Ended = "cut short"
    const settle = (came: Pick<Seen, "answer" | "ended"> & { readonly trouble?: string }) => {
      clearTimeout(timer)
      resolve({ ...came, milliseconds: performance.now() - since })
    }
    const bytes = Buffer.from(body)
    const request = (url.startsWith("https:") ? secure : plain)(url, {
      method,
      headers: {
        ...Object.fromEntries(headers),
        // A GET or a DELETE without a body has no length either.
        ...((bytes.length > 0 || /^P/.test(method)) && { "content-length": bytes.length }),
        accept: "application/json",
        "accept-encoding": "identity",
        // A new connection: a pooled one that the vendor has closed would lose a grant.
        connection: "close",
      },
      agent: false,
    })
    const end = (how: Ended) => {
      ended = how
      request.destroy()
    }
    const timer = setTimeout(end, patience, "late")
    // Once an answer has begun, how far it arrived is judged, and no error.
    request.on("error", ({ code, name }: NodeJS.ErrnoException) => settle({ ended, trouble: code ?? name }))
    request.on("response", (response) => {
      request.removeAllListeners("error").on("error", () => undefined)
      const chunks: Array<Buffer> = []
      let length = 0
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk)
        length += chunk.length
        if (length > limit) end("too long")
      })
      response.on("end", () => {
        if (response.complete && ended === "cut short") ended = "whole"
      })
      response.on("error", () => undefined)
      response.on("close", () => settle(received(response, Buffer.concat(chunks), ended)))
    })
    request.end(bytes)
  })

const decoders = new Map(Object.entries({ gzip: gunzipSync, br: brotliDecompressSync, deflate: inflateSync }))

/** An answer as it was sent. A vendor may compress although the request asked for plain text. */
const received = ({ statusCode: status = 0, headers: given }: IncomingMessage, bytes: Buffer, ended: Ended) => {
  const named = Object.entries(given).map(([name, value]) => [name, [value].flat().join(", ")] as const)
  const headers = new Headers(Object.fromEntries(named))
  // Prism's reasons: from a vendor they mean nothing.
  headers.delete("sl-violations")
  const decode = ended === "whole" ? decoders.get(headers.get("content-encoding") ?? "") : undefined
  try {
    const whole = decode === undefined ? bytes : decode(bytes, { maxOutputLength: limit })
    return { answer: { status, headers, body: whole.toString("utf8") }, ended }
  } catch {
    return { answer: { status, headers, body: "" }, ended: "cut short" as const }
  }
}
