/** The contenders: all send the same request and return the same token. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { FetchHttpClient, HttpClient, HttpClientRequest, HttpClientResponse } from "effect/http"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import type * as Schema from "effect/Schema"
import type { SuccessExample } from "./examples.ts"

/** Redeems once and yields the access token. */
export type Redeem = () => Promise<unknown>

/** The connection to the provider: mocked, or to a server on loopback. */
interface Wire {
  readonly baseUrl: string
  readonly fetch: typeof globalThis.fetch
  readonly example: SuccessExample
}

/** What a token set or an answer has, by name. */
type Fields = { readonly [field: string]: unknown }

/** `server` is where the provider is on loopback; without one the transport is mocked. */
export const wireTo = (example: SuccessExample, server: string | undefined): Wire => {
  const bytes = new TextEncoder().encode(example.answer)
  const headers = { "content-type": example.mediaType }
  const fetch = server === undefined ? async () => new Response(bytes, { headers }) : globalThis.fetch
  return { baseUrl: server ?? "https://provider.test", fetch, example }
}

const revealed = (value: unknown) => (Redacted.isRedacted(value) ? Redacted.value(value) : undefined)

/** Code without any client. Like ours, it sends a one-time grant on a connection of its own. */
const viaFetch = async ({ baseUrl, fetch, example }: Wire): Promise<Redeem> => {
  const { path, mediaType, tokenField } = example
  const request = JSON.parse(example.request)
  const init = { method: "POST", headers: { "content-type": mediaType, connection: "close" } }
  return async () => {
    const response = await fetch(baseUrl + path, { ...init, body: JSON.stringify(request) })
    const tokens: Fields = await response.json()
    return tokens[tokenField]
  }
}

/** An operation of the shipped client. Its types are not known here, since only the registry knows the providers. */
type Operation = (input: object) => Promise<{ readonly data?: Fields }>

/** Our client as it is shipped. The first token set shows which field holds the answer's token. */
const viaOurs = async ({ baseUrl, fetch, example }: Wire): Promise<Redeem> => {
  const { provider, operationId, settings, input, answer, tokenField } = example
  const shipped: {
    readonly createTokenExchange: (settings: object) => {
      readonly [provider: string]: { readonly [operationId: string]: Operation }
    }
  } = await import(import.meta.resolve("token-exchange"))
  const client = shipped.createTokenExchange({ [provider]: { baseUrl, ...settings }, fetch })
  const token = JSON.parse(answer)[tokenField]
  let field: string | undefined
  return async () => {
    const { data = {} } = (await client[provider]?.[operationId]?.(input)) ?? {}
    field ??= Object.keys(data).find((name) => revealed(data[name]) === token)
    return revealed(data[field ?? ""])
  }
}

/** The generated schemas of an operation's answers. */
interface Answers {
  readonly 200: { readonly contents: { readonly [mediaType: string]: Schema.Decoder<Fields> } }
}

/** What somebody writes by hand: Effect's HttpClient, a schema, retries of transient failures, a timeout. */
const viaEffectHttp = async ({ baseUrl, fetch, example }: Wire): Promise<Redeem> => {
  const { provider, operationId, mediaType, path, tokenField } = example
  const request = JSON.parse(example.request)
  // By another host name: a pool that has just seen a connection close opens a new one every time.
  const pooled = baseUrl.replace("127.0.0.1", "localhost")
  const client = (await Effect.runPromise(Effect.provide(HttpClient.HttpClient, FetchHttpClient.layer))).pipe(
    HttpClient.mapRequest(HttpClientRequest.prependUrl(pooled)),
    HttpClient.filterStatusOk,
    HttpClient.retryTransient({ schedule: Schedule.exponential("250 millis"), times: 2 }),
  )
  const generated: { readonly [name: string]: Answers } = await import(
    import.meta.resolve(`token-exchange/generated/${provider}`)
  )
  const schema = generated[`${operationId}Answers`]?.[200].contents[mediaType]
  if (schema === undefined) throw new Error(`No schema of the success of ${provider}.${operationId} is generated.`)
  const decode = HttpClientResponse.schemaBodyJson(schema)
  const effect = Effect.suspend(() =>
    HttpClientRequest.post(path).pipe(
      HttpClientRequest.bodyJsonUnsafe(request),
      client.execute,
      Effect.flatMap(decode),
      Effect.timeout("30 seconds"),
      Effect.map((tokens) => revealed(tokens[tokenField])),
    ),
  )
  const run = Effect.runPromiseWith(Context.make(FetchHttpClient.Fetch, fetch))
  return () => run(effect)
}

/** What every other is compared with. */
export const base = viaFetch

export const contenders = {
  // Measures the measurement: it should be 1, and its spread is the noise.
  "raw `fetch`, again": viaFetch,
  "token-exchange": viaOurs,
  "Effect HttpClient + Schema": viaEffectHttp,
} satisfies { readonly [name: string]: (wire: Wire) => Promise<Redeem> }
