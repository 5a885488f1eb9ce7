/** Requests and answers as they were on the wire. Every request of the suite goes through an observed `fetch`. */

import type { Json } from "../spec/specs.ts"

/** One request and its answer. Bodies are the exact texts. */
export interface Exchange {
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: Headers
    /** The part of the body that was sent; empty if nothing was. */
    readonly body: string
  }
  readonly answer?: Received
  /** Why no whole answer came. */
  readonly broken?: string
}

export interface Received {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/** A `fetch` as the platform has it, for any request. */
export type PlatformFetch = (url: string, init?: RequestInit) => Promise<Response>

/** A `fetch` that keeps each exchange in `exchanges`, once its answer is whole or will not come. */
export const observe = (fetch: PlatformFetch = globalThis.fetch) => {
  const exchanges: Array<Exchange> = []
  const observed: PlatformFetch = async (input, init) => {
    const { body, sent } = tapped(init?.body)
    // Built without the body: wrapping a body in another request may begin to read it.
    const { method, url, headers } = new Request(input, { ...init, body: null })
    const keep = (came: Omit<Exchange, "request">) =>
      exchanges.push({ request: { method, url, headers, body: sent() }, ...came })
    try {
      const response = await fetch(input, { ...init, body })
      const { status, headers } = response
      const whole = await response
        .clone()
        .text()
        .then(
          (text): Omit<Exchange, "request"> => ({ answer: { status, headers, body: text } }),
          (cause) => ({ broken: reasonOf(cause) }),
        )
      keep(whole)
      return response
    } catch (cause) {
      keep({ broken: reasonOf(cause) })
      throw cause
    }
  }
  return { fetch: observed, exchanges }
}

/**
 * A body, and the part that was read. A stream is read only on demand: from that the client learns whether anything was
 * sent.
 */
const tapped = (body: BodyInit | null | undefined) => {
  if (!(body instanceof ReadableStream))
    return { body: body ?? null, sent: () => (typeof body === "string" ? body : "") }
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ""
  const stream = new ReadableStream(
    {
      type: "bytes",
      pull: async (controller) => {
        const { done, value } = await reader.read()
        if (value !== undefined) text += decoder.decode(value, { stream: true })
        if (value !== undefined) controller.enqueue(value)
        if (done) controller.close()
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
  return { body: stream, sent: () => text }
}

/** A label, never the message, which may quote a secret. */
const reasonOf = (thrown: unknown): string => {
  const { name, cause } = thrown instanceof Error ? thrown : new Error()
  return cause instanceof Error && "code" in cause ? String(cause.code) : name
}

/** A body as JSON, if it is JSON. The parser's error is dropped, since it quotes the body. */
export const parsed = (body: string): Json | undefined => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** The media type of a message, without its parameters. */
export const mediaTypeOf = (headers: Headers): string =>
  headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? ""
