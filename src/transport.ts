/**
 * One POST → one outcome. The only importer of openapi-fetch, which serializes the body and trims the base URL; the
 * sending and the reading are done here, since both decide whether a grant may be presented again.
 */
import * as Result from "effect/Result"
import { defaultBodySerializer, removeTrailingSlash } from "openapi-fetch"
import type { Received } from "./operation.ts"
import type { Fetch } from "./settings.ts"

/** What became of one POST. */
export type Outcome =
  | { readonly _tag: "Answered"; readonly answer: Received }
  /** An answer began, and was longer than any token set. */
  | { readonly _tag: "TooLarge"; readonly answer: Received }
  /** Not a byte of the request left. */
  | { readonly _tag: "NotSent"; readonly reason: string }
  /** The request left, and no whole answer came. */
  | { readonly _tag: "NoAnswer"; readonly reason: string }

/** A POST under way. */
export interface Exchange {
  /** Never rejects. */
  readonly outcome: Promise<Outcome>
  /** Calls the POST off where nothing of it was sent yet, and says whether it was too late. */
  readonly withdraw: () => "withdrawn" | "sent"
  /** Ends the POST, sent or not: its answer is lost. */
  readonly abort: () => void
}

type Transport = (wire: unknown) => Exchange

/** Bodies are read up to this many bytes, after decompression. A token set has a few kilobytes. */
const limit = 1024 * 1024

/**
 * Compressed bodies that say to be longer than this are not read at all: they are none of a token set. Node ends the
 * process where a connection closes while a body still waits to be decompressed, so a bomb must not be begun.
 */
const compressedLimit = 32 * 1024

/** Where one operation is posted to, and how. */
interface Destination {
  readonly baseUrl: string
  readonly method: string
  readonly path: string
  readonly mediaType: string
  readonly fetch: Fetch
  /** Whether the connection is used for nothing else: a pooled one that the server has closed loses the grant. */
  readonly closeAfter: boolean
}

/** An operation's way onto the wire. */
export const makeTransport = ({ baseUrl, method, path, mediaType, fetch, closeAfter }: Destination): Transport => {
  const url = removeTrailingSlash(baseUrl) + path
  const headers = {
    "content-type": mediaType,
    "accept-encoding": "identity",
    ...(closeAfter && { connection: "close" }),
  }
  // Deno sends a stream in chunks, which Django refuses, and posts a text once.
  const isText = "Deno" in globalThis
  return (wire) => {
    // Of a text nobody sees when it leaves.
    let sent = isText
    let withdrawn = false
    const abort = new AbortController()

    /** A stream is sent once at most, and says when: `fetch` posts a string again by itself on a 421. */
    const oneShot = (bytes: Uint8Array<ArrayBuffer>) =>
      new ReadableStream(
        {
          type: "bytes",
          pull: (controller) => {
            if (withdrawn) return controller.error(new Error("withdrawn"))
            sent = true
            controller.enqueue(bytes)
            controller.close()
          },
        },
        { highWaterMark: 0 },
      )

    const text = defaultBodySerializer(wire)
    const bytes = encoder.encode(text)
    const init: StreamingInit = {
      method,
      headers: { ...headers, "content-length": String(bytes.length) },
      body: isText ? text : oneShot(bytes),
      duplex: "half",
      redirect: "manual",
      signal: abort.signal,
    }
    const outcome = async (): Promise<Outcome> => {
      // `try` and `await`: a `fetch` of the caller's own may throw rather than reject, or its answer break off.
      try {
        const response = await fetch(url, init)
        // Whoever answers has been asked, even where a `fetch` of the caller's own went another way than by the stream.
        sent = true
        return await receive(response)
      } catch (cause) {
        return { _tag: sent ? "NoAnswer" : "NotSent", reason: label(cause) }
      } finally {
        // What has an outcome may be tried again: from then on nothing more of it leaves.
        withdrawn = true
      }
    }
    return {
      outcome: outcome(),
      withdraw: () => {
        if (sent) return "sent"
        withdrawn = true
        abort.abort()
        return "withdrawn"
      },
      abort: () => abort.abort(),
    }
  }
}

const encoder = new TextEncoder()

/** What Node's `fetch` takes beyond the standard's types. */
interface StreamingInit extends RequestInit {
  readonly duplex: "half"
}

/** Reads an answer, and no more of its body than a token set may have. `async`, since the pieces come one by one. */
const receive = async ({ status, headers, body }: Response): Promise<Outcome> => {
  const isCompressed = (headers.get("content-encoding") ?? "identity") !== "identity"
  const isBomb = isCompressed && Number(headers.get("content-length")) > compressedLimit
  const reader = body?.getReader()
  const chunks: Array<Uint8Array> = []
  let left = isBomb ? -1 : limit
  while (reader !== undefined && left >= 0) {
    const { done, value } = await reader.read()
    if (done) break
    left -= value.byteLength
    chunks.push(value)
  }
  if (left < 0) {
    try {
      await reader?.cancel()
    } catch {
      // It closes the connection; what that says is of no interest.
    }
    return { _tag: "TooLarge", answer: { status, headers, body: undefined } }
  }
  const json = Result.getOrUndefined(parse(joined(chunks, limit - left)))
  return { _tag: "Answered", answer: { status, headers, body: json } }
}

const joined = (pieces: ReadonlyArray<Uint8Array>, length: number): Uint8Array => {
  const [first, second] = pieces
  // Most bodies come in one piece.
  if (first !== undefined && second === undefined) return first
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.byteLength
  }
  return whole
}

/** UTF-8 without exception, since a replaced character would change a token. */
const decoder = new TextDecoder("utf-8", { fatal: true })

const parse = (bytes: Uint8Array): Result.Result<unknown, unknown> =>
  Result.try((): unknown => JSON.parse(decoder.decode(bytes)))

/** The shape of Node's, undici's and OpenSSL's codes. */
const codeShape = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/

/** A short name of what went wrong, for people: the message of a cause may quote anything. */
const label = (cause: unknown): string =>
  [cause, ofError(cause, "cause")]
    .map((error) => ofError(error, "code"))
    .find((code): code is string => typeof code === "string" && codeShape.test(code)) ?? "network failure"

/** A property of an error. Reading one may throw, where it is a `fetch` of the caller's own that made it. */
const ofError = (error: unknown, name: "cause" | "code"): unknown =>
  Result.getOrUndefined(
    Result.try((): unknown => (typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined)),
  )
