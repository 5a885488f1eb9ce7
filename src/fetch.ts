/** The `fetch` to send with: what it is given, and what is read of its answer. */

/** What a request is sent with. */
export interface FetchInit {
  readonly method: string
  readonly headers: Headers
  /** A stream that can be read once, so that nothing is sent twice; a text where the platform needs its length. */
  readonly body?: string | ReadableStream<Uint8Array<ArrayBuffer>>
  readonly duplex: "half"
  readonly redirect: "manual"
  readonly signal: AbortSignal
  readonly cache?: "no-store"
}

/** What is read of an answer. */
export interface FetchResponse {
  readonly status: number
  readonly headers: Pick<Headers, "get">
  readonly body: Pick<ReadableStream<Uint8Array>, "getReader"> | null
}

/** The `fetch` to send with: for tests and proxies. It must not send a request twice by itself. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>
