/** The contenders: all send the same request and return the same token. The first is the base of all ratios. */
import { pathToFileURL } from "node:url"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { FetchHttpClient, HttpClient, HttpClientRequest, HttpClientResponse } from "effect/http"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import type * as Schema from "effect/Schema"
import { registry } from "../registry.ts"
import { bodyOf, type SuccessExample } from "./examples.ts"
import { requirePeer, shipped } from "./peers.ts"

/** Redeems once and yields the access token. */
export type Redeem = () => Promise<unknown>

/** The connection to the provider: mocked, or to a server on loopback. */
interface Wire {
  readonly baseUrl: string
  readonly fetch: typeof globalThis.fetch
  readonly isMocked: boolean
  readonly example: SuccessExample
}

/** What a token set or an answer has, by name. */
type Fields = { readonly [field: string]: unknown }

/** The client to beat, and the name of ours: the targets name both. */
export const [ours, rival] = ["token-exchange", "Effect HttpClient + Schema"] as const

/** Every contender of an example's provider, set up. `server` is where it is on loopback; without one it is mocked. */
export const contendersOf = async (
  example: SuccessExample,
  server: string | undefined,
): Promise<ReadonlyMap<string, Redeem>> => {
  const bytes = bodyOf(example.answer)
  const stub = async () => new Response(bytes, { headers: { "content-type": example.mediaType } })
  const isMocked = server === undefined
  const wire = {
    baseUrl: server ?? "https://provider.test",
    fetch: isMocked ? stub : globalThis.fetch,
    isMocked,
    example,
  }
  // Ours sends a one-time grant on a connection of its own. The others pool theirs, by another host name: a pool that
  // has just seen a connection close opens a new one every time.
  const pooled = { ...wire, baseUrl: wire.baseUrl.replace("127.0.0.1", "localhost") }
  const close = isMocked ? {} : { connection: "close" }
  return new Map<string, Redeem>([
    ["raw `fetch`", viaFetch(wire, close)],
    // Measures the measurement: it should be 1, and its spread is the noise.
    ["raw `fetch`, again", viaFetch(wire, close)],
    ...(isMocked ? [] : [["raw `fetch`, pooled", viaFetch(pooled)] as const]),
    ["openapi-fetch", viaOpenapiFetch(pooled)],
    [ours, await viaOurs(wire)],
    [rival, await viaEffectHttp(pooled)],
    ...(example.provider === "dapi" ? [["@dapi-co/dapi-node", viaDapiNode(pooled)] as const] : []),
  ])
}

/** Code without any client. */
const viaFetch = ({ baseUrl, fetch, example }: Wire, headers: Readonly<Record<string, string>> = {}): Redeem => {
  const init = { method: "POST", headers: { "content-type": example.mediaType, ...headers } }
  return async () => {
    const response = await fetch(baseUrl + example.path, { ...init, body: JSON.stringify(example.request) })
    const tokens: Fields = await response.json()
    return tokens[example.tokenField]
  }
}

/** openapi-fetch alone, called by the generated code. */
const viaOpenapiFetch = ({ baseUrl, fetch, example }: Wire): Redeem => {
  const provider = registry.get(example.provider)
  const client = provider?.connect({ baseUrl })
  const descriptor = provider?.operations[example.operationId]?.descriptor
  return async () => {
    const { data }: { readonly data?: Fields } = Object(await descriptor?.send(client, example.request, fetch))
    return data?.[example.tokenField]
  }
}

/** An operation of the shipped client. Its types are not known here, since only the registry knows the providers. */
type Operation = (input: object) => Promise<{ readonly data?: Fields }>

/** Our client as it is shipped. The first token set shows which field holds the answer's token. */
const viaOurs = async ({ baseUrl, fetch, example }: Wire): Promise<Redeem> => {
  const { provider, operationId, call, answer, tokenField } = example
  const shippedEntry: {
    readonly createTokenExchange: (settings: object) => {
      readonly [provider: string]: { readonly [operationId: string]: Operation }
    }
  } = await import(pathToFileURL(shipped("token-exchange")).href)
  const client = shippedEntry.createTokenExchange({ [provider]: { baseUrl, ...call.credentials }, fetch })
  const revealed = (value: unknown) => (Redacted.isRedacted(value) ? Redacted.value(value) : undefined)
  let field: string | undefined
  return async () => {
    const { data = {} } = (await client[provider]?.[operationId]?.(call.input)) ?? {}
    field ??= Object.keys(data).find((name) => revealed(data[name]) === answer[tokenField])
    return revealed(data[field ?? ""])
  }
}

/** The generated schemas of an operation's answers. */
interface Answers {
  readonly 200: { readonly contents: { readonly [mediaType: string]: Schema.Decoder<Fields> } }
}

/** What somebody writes by hand: Effect's HttpClient, a schema, retries of transient failures, a timeout. */
const viaEffectHttp = async ({ baseUrl, fetch, example }: Wire): Promise<Redeem> => {
  const { provider, operationId, mediaType, path, request, tokenField } = example
  const client = (await Effect.runPromise(Effect.provide(HttpClient.HttpClient, FetchHttpClient.layer))).pipe(
    HttpClient.mapRequest(HttpClientRequest.prependUrl(baseUrl)),
    HttpClient.filterStatusOk,
    HttpClient.retryTransient({ schedule: Schedule.exponential("250 millis"), times: 2 }),
  )
  const generated: { readonly [name: string]: Answers } = await import(
    pathToFileURL(shipped(`token-exchange/generated/${provider}`)).href
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
      Effect.map((tokens) => {
        const token = tokens[tokenField]
        return Redacted.isRedacted(token) ? Redacted.value(token) : undefined
      }),
    ),
  )
  const run = Effect.runPromiseWith(Context.make(FetchHttpClient.Fetch, fetch))
  return () => run(effect)
}

interface DapiNode {
  readonly default: new (config: {
    readonly appSecret: string
  }) => { readonly auth: { readonly exchangeToken: (...input: Array<string>) => Promise<Fields> } }
}

/** Dapi's own client, on axios: it neither checks nor retries. Its base URL is a mutable export. */
const viaDapiNode = ({ baseUrl, isMocked, example: { request, answer, tokenField } }: Wire): Redeem => {
  // The peers' types are not installed, so the used parts are declared here.
  const { default: App } = requirePeer("@dapi-co/dapi-node") as DapiNode
  const urls = requirePeer("@dapi-co/dapi-node/lib/constants/url") as { readonly DAPI_URL: { BASE_URL: string } }
  const axios = requirePeer("axios") as { readonly defaults: { adapter: (config: object) => Promise<object> } }
  urls.DAPI_URL.BASE_URL = `${baseUrl}/v2`
  if (isMocked) {
    const [bytes, decoder] = [bodyOf(answer), new TextDecoder()]
    axios.defaults.adapter = async (config) => ({ data: decoder.decode(bytes), status: 200, headers: {}, config })
  }
  const { auth } = new App({ appSecret: String(request.appSecret) })
  return async () => (await auth.exchangeToken(String(request.accessCode), String(request.connectionID)))[tokenField]
}
