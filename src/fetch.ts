/** The `fetch` to send with, and what single platforms need beyond the web's standard. */
import * as Result from "effect/Result"

/** What a request is sent with. */
export interface FetchInit {
  readonly method: string
  readonly headers: Headers
  /** A stream that can be read once, so that nothing is sent twice; a text where the platform needs its length. */
  readonly body: string | ReadableStream<Uint8Array<ArrayBuffer>>
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

/** What some platforms have beside the web's globals. */
interface Platform {
  readonly Deno?: { readonly createHttpClient: (options: object) => { readonly close: () => void } }
  readonly navigator?: { readonly userAgent?: string }
  readonly [undici: symbol]: Dispatcher | undefined
}

/** Whatever Node sends requests with: its own agent, or a proxy that the service set. */
interface Dispatcher {
  readonly dispatch: (options: object, handler: unknown) => boolean
}

const platform: Platform = globalThis

/**
 * Deno and workerd send a stream in chunks, which Django refuses. They post a text once. Asked at each call: a bundler
 * or a test may run this module elsewhere first.
 */
export const sendsText = (): boolean =>
  platform.Deno !== undefined || platform.navigator?.userAgent === "Cloudflare-Workers"

/** Node 26 speaks HTTP/2, where `connection: close` means nothing, and grants would share one connection. */
const overHttp1 = (): { readonly dispatcher?: Dispatcher } => {
  const current = platform[Symbol.for("undici.globalDispatcher.2")]
  if (current === undefined) return {}
  const dispatch: Dispatcher["dispatch"] = (options, handler) =>
    current.dispatch({ ...options, allowH2: false }, handler)
  return { dispatcher: Object.create(current, { dispatch: { value: dispatch } }) }
}

/**
 * The platform's `fetch`, on HTTP/1.1 and a connection of its own where the platform lets one choose. It is looked up at
 * each request: a test or an instrumentation may replace it at any time.
 */
export const platformFetch: Fetch = async (url, init) => {
  if (platform.Deno === undefined) return globalThis.fetch(url, { ...init, ...overHttp1() })
  const client = platform.Deno.createHttpClient({ http2: false, poolMaxIdlePerHost: 0 })
  try {
    return await globalThis.fetch(url, { ...init, ...{ client } })
  } finally {
    // The answer is still read to its end.
    client.close()
  }
}

let caching: Pick<FetchInit, "cache"> | undefined

const acceptsNoStore = () => Result.isSuccess(Result.try(() => new Request("http://localhost", { cache: "no-store" })))

/** Some platforms keep the answers of `fetch`, tokens included; others throw when they are told not to. */
export const uncached = (): Pick<FetchInit, "cache"> => {
  caching ??= acceptsNoStore() ? { cache: "no-store" } : {}
  return caching
}
