/**
 * Sends one request to a vendor once, and reads the raw answer: no redirect, no retry, and truncation is detected.
 * `fetch` would send again by itself on a 421.
 */
import { type IncomingMessage, request as plain } from "node:http"
import { request as secure } from "node:https"
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib"

/** A request, whole. */
export interface Sent {
  readonly method: string
  readonly url: string
  readonly contentType: string
  /** Absent when none is sent. */
  readonly body: string | undefined
}

/** The answer, as far as it arrived. */
export interface Seen {
  /** Absent when nothing arrived. */
  readonly status: number | undefined
  /** By lower-case name. */
  readonly headers: { readonly [name: string]: string }
  readonly text: string
  readonly ended: "whole" | "cut short" | "too long" | "late"
  /** The network's error when nothing arrived. */
  readonly trouble?: string
  /** From the first byte sent to the last received. */
  readonly milliseconds: number
}

/** The longest answer of a token operation, in bytes. */
const limit = 1024 * 1024

/** Sends a request, and waits for its whole answer for `patience` milliseconds. */
export const post = ({ method, url, contentType, body }: Sent, patience: number): Promise<Seen> =>
  new Promise((resolve) => {
    const since = performance.now()
    const chunks: Array<Buffer> = []
    let answer: IncomingMessage | undefined
    let ended: Seen["ended"] = "cut short"

    const settle = (trouble?: string) => {
      clearTimeout(timer)
      resolve({
        status: answer?.statusCode,
        headers: Object.fromEntries(
          Object.entries(answer?.headers ?? {}).map(([name, value]) => [name, [value].flat().join(", ")]),
        ),
        ...decoded(Buffer.concat(chunks), answer?.headers["content-encoding"], ended),
        ...(trouble !== undefined && { trouble }),
        milliseconds: performance.now() - since,
      })
    }

    const bytes = Buffer.from(body ?? "")
    const send = url.startsWith("https:") ? secure : plain
    const request = send(url, {
      method,
      headers: {
        "content-type": contentType,
        "content-length": bytes.length,
        accept: "application/json",
        "accept-encoding": "identity",
        // A new connection: a pooled one that the vendor has closed would lose a grant.
        connection: "close",
      },
      agent: false,
    })
    const timer = setTimeout(() => {
      ended = "late"
      request.destroy()
    }, patience)
    request.on("response", (response) => {
      answer = response
      let length = 0
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk)
        length += chunk.length
        if (length <= limit) return
        ended = "too long"
        request.destroy()
      })
      response.on("end", () => {
        if (response.complete) ended = "whole"
      })
      // The judgement depends on how far the answer arrived.
      response.on("error", () => undefined)
      response.on("close", () => settle())
    })
    request.on("error", (cause: NodeJS.ErrnoException) => {
      if (answer === undefined) settle(cause.code ?? cause.name)
    })
    request.end(bytes)
  })

const decoders = { gzip: gunzipSync, br: brotliDecompressSync, deflate: inflateSync }

/** The text of a body. A vendor may compress although the request asked for plain text. */
const decoded = (bytes: Buffer, encoding: string | undefined, ended: Seen["ended"]): Pick<Seen, "text" | "ended"> => {
  const decoder = Object.entries(decoders).find(([name]) => name === encoding)?.[1]
  if (decoder === undefined || ended !== "whole") return { text: bytes.toString("utf8"), ended }
  try {
    return { text: decoder(bytes, { maxOutputLength: limit }).toString("utf8"), ended }
  } catch {
    return { text: "", ended: "cut short" }
  }
}
