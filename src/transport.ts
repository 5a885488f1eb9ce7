/**
 * One POST → one outcome: the `fetch` that openapi-fetch is given. Everything that decides whether a grant may be
 * presented again is here: what was sent, how much is read, no redirect, no second POST.
 */
import * as Result from "effect/Result"
import type { Received, SendRequest } from "./operation.ts"
import type { Fetch } from "./settings.ts"

/** What became of one POST. */
export type Outcome =
  | { readonly _tag: "Answered"; readonly answer: Received }
  /** An answer began, and was longer than any token set. */
  | { readonly _tag: "TooLarge"; readonly answer: Received }
  /** Not a byte of the request was sent. */
  | { readonly _tag: "NotSent"; readonly reason: string }
  /** The request was sent, and no whole answer came. */
  | { readonly _tag: "NoAnswer"; readonly reason: string }

/** A POST under way. */
export interface Post {
  /** Never rejects. */
  readonly outcome: Promise<Outcome>
  /** Cancels the POST if nothing of it was sent yet, and says whether it was too late. */
  readonly withdraw: () => "withdrawn" | "sent"
  /** Ends the POST, sent or not: its answer is lost. */
  readonly abort: () => void
}

/** How one operation is sent. */
export interface Transport {
  readonly fetch: Fetch
  /** Whether to use a new connection: a pooled one that the server has closed loses the grant. */
  readonly closeAfter: boolean
}

/** Bodies are read up to this many bytes, after decompression. A token set has a few kilobytes. */
const limit = 1024 * 1024

/**
 * A compressed body that announces more bytes than this is not read at all: no token set is as long. Node ends the
 * process where a connection closes while a body still waits to be decompressed, so a bomb must not be begun.
 */
const compressedLimit = 32 * 1024

/** Deno sends a stream in chunks, which Django refuses, and posts a text once. */
const sendsText = "Deno" in globalThis

/** Sends one request: `call` hands openapi-fetch the `fetch` to send it with. */
export const post = (call: (fetch: SendRequest) => Promise<unknown>, { fetch, closeAfter }: Transport): Post => {
  // Nothing shows when a text is sent.
  let sent = sendsText
  let withdrawn = false
  const controller = new AbortController()

  /** A stream is sent once at most and shows when; on a 421, `fetch` sends a string again by itself. */
  const oneShot = (bytes: Uint8Array<ArrayBuffer>) =>
    new ReadableStream(
      {
        type: "bytes",
        pull: (stream) => {
          if (withdrawn) return stream.error(new Error("withdrawn"))
          sent = true
          stream.enqueue(bytes)
          stream.close()
        },
      },
      { highWaterMark: 0 },
    )

  const send = async (request: Pick<Request, "url" | "method" | "headers" | "text">): Promise<Outcome> => {
    const { url, method, headers } = request
    const text = await request.text()
    const bytes = encoder.encode(text)
    headers.set("accept-encoding", "identity")
    headers.set("content-length", String(bytes.length))
    if (closeAfter) headers.set("connection", "close")
    const init: StreamingInit = {
      method,
      headers,
      body: sendsText ? text : oneShot(bytes),
      duplex: "half",
      redirect: "manual",
      signal: controller.signal,
    }
    // Cancelled while the body was read: `fetch` would still send a text.
    if (withdrawn) throw new Error("withdrawn")
    const response = await fetch(url, init)
    // An answer means that the request was sent, even if the caller's own `fetch` never read the stream.
    sent = true
    return receive(response)
  }

  const outcome = async (): Promise<Outcome> => {
    let received: Outcome | undefined
    // `try` and `await`: a `fetch` of the caller's own may throw rather than reject, or its answer break off.
    try {
      await call(async (request) => {
        received = await send(request)
        return emptyResponse()
      })
    } catch (cause) {
      received ??= { _tag: sent ? "NoAnswer" : "NotSent", reason: label(cause) }
    } finally {
      // The caller may retry from here on, so this body must not be sent any more.
      withdrawn = true
    }
    return received ?? { _tag: "NotSent", reason: networkFailure }
  }

  return {
    outcome: outcome(),
    withdraw: () => {
      if (sent) return "sent"
      withdrawn = true
      controller.abort()
      return "withdrawn"
    },
    abort: () => controller.abort(),
  }
}

/** A request of openapi-fetch. The platform's own would turn the body's text into a stream, to be read back. */
class TextRequest {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly text: () => Promise<string>
  constructor(url: string, { method = "", headers, body }: RequestInit) {
    this.url = url
    this.method = method
    this.headers = headers instanceof Headers ? headers : new Headers(headers)
    this.text = () => Promise.resolve(String(body))
  }
}

/**
 * openapi-fetch constructs it, reads its method, and hands it to the `fetch` above, which reads the rest. The cast,
 * since its option asks for a whole `Request`: of that, nobody here reads what is missing.
 */
export const PlainRequest = TextRequest as unknown as typeof Request

/** openapi-fetch would read an answer of any length, and quote one that is not JSON: it gets an empty one. */
const emptyResponse = () => new Response(null, { status: 204 })

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
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.byteLength
  }
  return whole
}

/** Strict UTF-8: a replaced character would change a token. */
const decoder = new TextDecoder("utf-8", { fatal: true })

const parse = (bytes: Uint8Array): Result.Result<unknown, unknown> =>
  Result.try((): unknown => JSON.parse(decoder.decode(bytes)))

/** The shape of Node's, undici's and OpenSSL's codes. */
const codeShape = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/

const networkFailure = "network failure"

/** A short label of the failure; the cause's message is dropped, since it may quote a secret. */
const label = (cause: unknown): string =>
  [cause, ofError(cause, "cause")]
    .map((error) => ofError(error, "code"))
    .find((code): code is string => typeof code === "string" && codeShape.test(code)) ?? networkFailure

/** A property of an error. Reading it may throw if the caller's own `fetch` made it. */
const ofError = (error: unknown, name: "cause" | "code"): unknown =>
  Result.getOrUndefined(
    Result.try((): unknown => (typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined)),
  )
