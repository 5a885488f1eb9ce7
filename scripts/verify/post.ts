/**
 * One request to a vendor, sent once, and its answer as the wire has it: no redirect followed, nothing tried again, and
 * what was cut short is known to be. `fetch` would post a second time by itself on a 421.
 */
import { type IncomingMessage, request as plain } from "node:http"
import { request as secure } from "node:https"
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib"

/** A request, whole. */
export interface Sent {
  readonly method: string
  readonly url: string
  readonly contentType: string
  /** Absent where none is sent. */
  readonly body: string | undefined
}

/** What came back, as far as it came. */
export interface Seen {
  /** Absent where nothing came. */
  readonly status: number | undefined
  /** By lower-case name. */
  readonly headers: { readonly [name: string]: string }
  readonly text: string
  readonly ended: "whole" | "cut short" | "too long" | "late"
  /** Why nothing came, as the network names it. */
  readonly trouble?: string
  /** From the first byte sent to the last received. */
  readonly milliseconds: number
}

/** No answer of a token operation is longer, in bytes. */
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
        // One request, one connection: a pooled one that the vendor has closed would lose a grant for nothing.
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
      // What is wrong with the answer is told by how far it came.
      response.on("error", () => undefined)
      response.on("close", () => settle())
    })
    request.on("error", (cause: NodeJS.ErrnoException) => {
      if (answer === undefined) settle(cause.code ?? cause.name)
    })
    request.end(bytes)
  })

const decoders = { gzip: gunzipSync, br: brotliDecompressSync, deflate: inflateSync }

/** The text of a body. A vendor may compress what it was asked to leave plain. */
const decoded = (bytes: Buffer, encoding: string | undefined, ended: Seen["ended"]): Pick<Seen, "text" | "ended"> => {
  const decoder = Object.entries(decoders).find(([name]) => name === encoding)?.[1]
  if (decoder === undefined || ended !== "whole") return { text: bytes.toString("utf8"), ended }
  try {
    return { text: decoder(bytes, { maxOutputLength: limit }).toString("utf8"), ended }
  } catch {
    return { text: "", ended: "cut short" }
  }
}
