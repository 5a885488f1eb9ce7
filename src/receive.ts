/** Reads an answer: no more of it than a token set may have, and nothing that would change a token. */
import * as Result from "effect/Result"
import type { FetchResponse } from "./fetch.ts"
import type { Received } from "./operation.ts"

/** An answer that came. */
export type Answer =
  | { readonly _tag: "Answered"; readonly answer: Received }
  /** It was longer than any token set. */
  | { readonly _tag: "TooLarge"; readonly answer: Received }

/** Bodies are read up to this many bytes, after decompression. A token set has a few kilobytes. */
const limit = 1024 * 1024

/**
 * A compressed body is read only if it announces at most this many bytes: nobody asked for one, and no token set is as
 * long. Node ends the process when a connection is reset while a body still waits to be decompressed.
 */
const compressedLimit = 32 * 1024

/** Reads an answer, and no more of its body than a token set may have. `async`, since the pieces come one by one. */
export const receive = async ({ status, headers, body }: FetchResponse, signal: AbortSignal): Promise<Answer> => {
  const reader = body?.getReader()
  const chunks: Array<Uint8Array> = []
  let left = isReadable(headers) ? limit : -1
  let broken: unknown
  try {
    while (reader !== undefined && left >= 0) {
      // A `fetch` of the caller's own may not know the signal.
      signal.throwIfAborted()
      const { done, value } = await reader.read()
      if (done) break
      left -= value.byteLength
      chunks.push(value)
      // Empty pieces may come without end, and timers run only between tasks.
      if (value.byteLength === 0) await nextTask()
    }
  } catch (cause) {
    broken = cause
  }
  if (left < 0) {
    try {
      await reader?.cancel()
    } catch {
      // It closes the connection; what that says is of no interest.
    }
    return { _tag: "TooLarge", answer: { status, headers, body: undefined } }
  }
  const json = parse(joined(chunks, limit - left))
  // A whole object is an answer, even if its last chunk or its length was wrong.
  if (broken !== undefined && typeof json !== "object") throw broken
  return { _tag: "Answered", answer: { status, headers, body: json } }
}

const isReadable = (headers: FetchResponse["headers"]): boolean => {
  const length = headers.get("content-length")
  const isCompressed = (headers.get("content-encoding") ?? "identity") !== "identity"
  return !isCompressed || (length !== null && Number(length) <= compressedLimit)
}

/** After all that is due now. Timers run only then. */
export const nextTask = () => new Promise((resolve) => setTimeout(resolve))

const joined = (pieces: ReadonlyArray<Uint8Array>, length: number): Uint8Array => {
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.byteLength
  }
  return whole
}

const utf8 = new TextDecoder("utf-8", { fatal: true })
const lenientUtf8 = new TextDecoder()

/** The JSON of a body; `undefined` if it is none. A text with bytes that are not UTF-8 is left out: a replaced character would change a token. */
const parse = (bytes: Uint8Array): unknown => {
  const strict = Result.try(() => utf8.decode(bytes))
  const json = Result.isSuccess(strict)
    ? Result.try((): unknown => JSON.parse(strict.success))
    : Result.try((): unknown => JSON.parse(lenientUtf8.decode(bytes), withoutReplaced))
  return Result.getOrUndefined(json)
}

const withoutReplaced = (_: string, value: unknown): unknown =>
  typeof value === "string" && value.includes("\uFFFD") ? undefined : value
