/**
 * One POST → one outcome: the `fetch` that openapi-fetch is given. Everything that decides whether a grant may be
 * presented again is here: what was sent, how much is read, no redirect, no second POST.
 */
import * as Result from "effect/Result"
import type { Fetch, FetchInit } from "./fetch.ts"
import type { SendRequest } from "./operation.ts"
import { sendsStreams, uncached, untraced } from "./platform.ts"
import { type Answer, nextTask, receive } from "./receive.ts"

/** What became of one POST. */
export type Outcome =
  | Answer
  /** Not a byte of the request was sent. */
  | { readonly _tag: "NotSent"; readonly reason: string }
  /** The request was sent, and no whole answer came. */
  | { readonly _tag: "NoAnswer"; readonly reason: string }

/** A POST under way. */
export interface Post {
  /** Never rejects. */
  readonly outcome: Promise<Outcome>
  /** The credentials of its header `Authorization` as they were sent, by which a quotation of them is recognized. */
  readonly credentials: () => ReadonlyArray<string>
  /** Cancels the POST if nothing of it was sent yet, and says whether it was too late. */
  readonly withdraw: () => "withdrawn" | "sent"
  /** Ends the POST, sent or not: its answer is lost. */
  readonly abort: () => void
}

/** Sends one request by a `fetch`: `call` hands it to openapi-fetch. */
export const post = (call: (fetch: SendRequest) => Promise<unknown>, fetch: Fetch): Post => {
  // Nothing shows when a text is sent.
  let sent = !sendsStreams
  let withdrawn = false
  let authorization = ""
  const controller = new AbortController()

  /** Rejects after an abort, even if a `fetch` of the caller's own goes on. What it still has to say comes first. */
  const aborted = new Promise<never>((_, reject) => {
    controller.signal.addEventListener("abort", () => void nextTask().then(() => reject(controller.signal.reason)))
  })

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

  const bodyOf = (text: string, headers: Headers) => {
    const bytes = encoder.encode(text)
    headers.set("content-length", String(bytes.length))
    return sendsStreams ? oneShot(bytes) : text
  }

  const send = async (request: SentRequest): Promise<Outcome> => {
    const { url, method, headers } = request
    const text = await request.text()
    authorization = headers.get("authorization") ?? ""
    headers.set("accept-encoding", "identity")
    // A pooled connection that the server has closed loses the grant, and one with a late answer gives another user's.
    headers.set("connection", "close")
    const init: FetchInit = {
      method,
      headers,
      ...(text !== undefined && { body: bodyOf(text, headers) }),
      duplex: "half",
      redirect: "manual",
      ...uncached(),
      signal: controller.signal,
    }
    // Cancelled while the body was read: `fetch` would still send a text.
    if (withdrawn) throw new Error("withdrawn")
    // Without a body, nothing shows when a request is sent.
    sent ||= text === undefined
    const response = await untraced(() => fetch(url, init))
    // An answer means that the request was sent, even if the caller's own `fetch` never read the stream.
    sent = true
    return receive(response, controller.signal)
  }

  const outcome = async (): Promise<Outcome> => {
    let received: Outcome | undefined
    // `try` and `await`: a `fetch` of the caller's own may throw rather than reject, or its answer break off.
    try {
      await call(async (request) => {
        received = await Promise.race([send(request), aborted])
        return emptyResponse()
      })
    } catch (cause) {
      received ??= { _tag: sent && !isRefused(cause) ? "NoAnswer" : "NotSent", reason: label(cause) }
    } finally {
      // The caller may retry from here on, so this body must not be sent any more.
      withdrawn = true
    }
    return received ?? { _tag: "NotSent", reason: networkFailure }
  }

  return {
    outcome: outcome(),
    credentials: () => authorization.split(" ").slice(1),
    withdraw: () => {
      if (sent) return "sent"
      withdrawn = true
      controller.abort()
      return "withdrawn"
    },
    abort: () => controller.abort(),
  }
}

/** What is read of a request of openapi-fetch. */
interface SentRequest extends Pick<Request, "url" | "method" | "headers"> {
  /** The body; nothing where there is none. */
  readonly text: () => Promise<string | undefined>
}

/** A request of openapi-fetch. The platform's own would turn the body's text into a stream, to be read back. */
class TextRequest implements SentRequest {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly text: () => Promise<string | undefined>
  constructor(url: string, { method = "", headers, body }: RequestInit) {
    this.url = url
    this.method = method
    this.headers = headers instanceof Headers ? headers : new Headers(headers)
    this.text = () => Promise.resolve(typeof body === "string" ? body : undefined)
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

/** The shape of Node's, undici's and OpenSSL's codes. */
const codeShape = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/

const networkFailure = "network failure"

/** A short label of the failure; the cause's message is dropped, since it may quote a secret. */
const label = (cause: unknown): string =>
  [cause, ofError(cause, "cause")]
    .map((error) => ofError(error, "code"))
    .find((code): code is string => typeof code === "string" && codeShape.test(code)) ?? networkFailure

/** HTTP/2's REFUSED_STREAM: the server says that it did not process the request (RFC 9113, 8.7). */
const isRefused = (cause: unknown): boolean =>
  [cause, ofError(cause, "cause")].some((error) => ofError(error, "http2ErrorCode") === 7)

/** A property of an error. Reading it may throw if the caller's own `fetch` made it. */
const ofError = (error: unknown, name: "cause" | "code" | "http2ErrorCode"): unknown =>
  Result.getOrUndefined(
    Result.try((): unknown => (typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined)),
  )
