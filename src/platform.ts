/**
 * The platform's `fetch` as a grant needs it, where the platform lets one: on a connection that nothing else uses, over
 * HTTP/1.1, and unseen by tracing. A proxy or a dispatcher that the service has set stays in use.
 */
import * as Result from "effect/Result"
import type { Fetch, FetchInit } from "./fetch.ts"

interface Dispatcher {
  readonly dispatch: (options: object, handler: object) => boolean
}

interface Context {
  readonly setValue: (key: symbol, value: unknown) => Context
}

/** What a platform may have beside the web's globals. */
interface Platform {
  readonly Deno?: { readonly createHttpClient?: (options: object) => { readonly close: () => void } }
  readonly process?: { readonly versions?: { readonly node?: string; readonly undici?: string } }
  readonly WebSocketPair?: unknown
}

const platform: Platform = globalThis

/**
 * Node and Bun send a stream with the length that its headers say, and read it only to send it. Deno and workers send it
 * in chunks, which Django reads as an empty body; browsers do not send it over HTTP/1.1.
 */
export const sendsStreams =
  platform.process?.versions?.node !== undefined && platform.Deno === undefined && platform.WebSocketPair === undefined

/** The platform's, looked up at each request: a test or an instrumentation may replace it at any time. */
export const platformFetch: Fetch = async (url, init) => {
  const client = platform.Deno?.createHttpClient?.({ http2: false, poolMaxIdlePerHost: 0 })
  if (client === undefined) return globalThis.fetch(url, { ...init, ...overHttp1() })
  // Deno keeps a connection in spite of `connection: close`, and posts again by itself when it was gone.
  try {
    return await globalThis.fetch(url, { ...init, ...{ client } })
  } finally {
    // The answer's body comes all the same.
    client.close()
  }
}

/** Reads a global that is known by a symbol. */
const shared = (name: string): unknown => Reflect.get(globalThis, Symbol.for(name))

/** Since undici 8, Node's `fetch` offers HTTP/2, where a session that ends takes with it what others have just sent. */
const overHttp1 = (): object => {
  const current = shared("undici.globalDispatcher.2")
  if (!(Number.parseInt(platform.process?.versions?.undici ?? "", 10) >= 8) || !isDispatcher(current)) return {}
  const dispatch: Dispatcher["dispatch"] = (options, handler) => {
    // A `fetch` of an older undici, put in the place of Node's, has handlers of an older kind.
    const older = "onRequestStart" in handler ? undefined : shared("undici.globalDispatcher.1")
    return (isDispatcher(older) ? older : current).dispatch({ ...options, allowH2: false }, handler)
  }
  return { dispatcher: Object.create(current, { dispatch: { value: dispatch } }) }
}

const isDispatcher = (value: unknown): value is Dispatcher =>
  value instanceof Object && "dispatch" in value && typeof value.dispatch === "function"

/** Calls without OpenTelemetry's attention, by its own switch: no trace header goes to the provider. */
export const untraced = <Returned>(call: () => Returned): Returned => {
  // Its API keeps what a service has registered in this global: seen in 1.10, and no part of its types.
  const { context } = (shared("opentelemetry.js.api.1") ?? {}) as {
    readonly context?: { readonly active: () => Context; readonly with: <A>(context: Context, call: () => A) => A }
  }
  const key = Symbol.for("OpenTelemetry SDK Context Key SUPPRESS_TRACING")
  // Another version may differ: a request is worth more than its absence from a trace.
  const suppressed = Result.getOrUndefined(Result.try(() => context?.active().setValue(key, true)))
  return context === undefined || suppressed === undefined ? call() : context.with(suppressed, call)
}

let caching: Pick<FetchInit, "cache"> | undefined

const acceptsNoStore = () => Result.isSuccess(Result.try(() => new Request("http://localhost", { cache: "no-store" })))

/** Some platforms keep the answers of `fetch`, tokens included; others throw when they are told not to. */
export const uncached = (): Pick<FetchInit, "cache"> => {
  caching ??= acceptsNoStore() ? { cache: "no-store" } : {}
  return caching
}
