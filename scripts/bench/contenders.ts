/** Everybody who sends the same request and hands over the same token. */
import { pathToFileURL } from "node:url"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Tracer from "effect/Tracer"
import createClient from "openapi-fetch"
import type { paths as AISquarePaths } from "../../generated/aisquare.ts"
import type { paths as DapiPaths } from "../../generated/dapi.ts"
import type { createTokenExchange as create, reveal as open } from "../../src/index.ts"
import type { Exchange } from "./exchanges.ts"
import { shipped } from "./peers.ts"

/** Redeems once and yields the access token. */
export type Redeem = () => Promise<string | undefined>

export interface Contender {
  readonly name: string
  readonly redeem: Redeem
}

/** The way to the provider. */
export interface Wire {
  readonly baseUrl: string
  readonly fetch: typeof globalThis.fetch
  readonly exchange: Exchange
}

type Tokens = Readonly<Record<string, string>>

const text = (value: unknown): string => String(value)

/** What one writes without any client. */
export const raw = ({ baseUrl, fetch, exchange }: Wire, headers: Readonly<Record<string, string>> = {}): Redeem => {
  const url = baseUrl + exchange.path
  const init = { method: "POST", headers: { "content-type": "application/json", ...headers } }
  return async () => {
    const response = await fetch(url, { ...init, body: JSON.stringify(exchange.request) })
    const tokens: Tokens = await response.json()
    return tokens[exchange.tokenField]
  }
}

export const viaOpenapiFetch = ({ baseUrl, fetch, exchange: { provider, request } }: Wire): Redeem => {
  if (provider === "dapi") {
    const client = createClient<DapiPaths>({ baseUrl, fetch })
    const { appSecret, accessCode, connectionID } = request
    return async () => {
      const body = { appSecret: text(appSecret), accessCode: text(accessCode), connectionID: text(connectionID) }
      const { data } = await client.POST("/v2/auth/ExchangeToken", { body })
      return data?.success === true ? data.accessToken : undefined
    }
  }
  const client = createClient<AISquarePaths>({ baseUrl, fetch })
  const { username, password } = request
  return async () => {
    const body = { username: text(username), password: text(password) }
    return (await client.POST("/api/v1/token/", { body })).data?.access
  }
}

/** With a tracer that keeps nothing: without any, no span is made. It is the program's, as a service has it. */
const traced = <A>(redemption: Effect.Effect<A, unknown>): (() => Promise<A>) => {
  const tracer = Tracer.make({ span: (options) => new Tracer.NativeSpan(options) })
  const run = Effect.runPromiseWith(Context.make(Tracer.Tracer, tracer))
  return () => run(redemption)
}

/** Ours, as it is shipped: through the Promise API and through the Effect API. */
export const ours = async ({
  baseUrl,
  fetch,
  exchange: { provider, request },
}: Wire): Promise<ReadonlyArray<Contender>> => {
  const promised: { createTokenExchange: typeof create; reveal: typeof open } = await import(
    pathToFileURL(shipped("token-exchange")).href
  )
  const effects: typeof import("../../src/effect.ts") = await import(
    pathToFileURL(shipped("token-exchange/effect")).href
  )
  const { createTokenExchange, reveal } = promised
  const { AISquareLogin, Dapi, Finqware } = effects
  const both = (viaPromise: Redeem, viaEffect: Effect.Effect<string, unknown>): ReadonlyArray<Contender> => [
    { name: "token-exchange", redeem: viaPromise },
    { name: "token-exchange/effect", redeem: () => Effect.runPromise(viaEffect) },
    { name: "token-exchange/effect, traced", redeem: traced(viaEffect) },
  ]

  if (provider === "dapi") {
    const settings = { baseUrl, appSecret: text(request.appSecret) }
    const grant = { accessCode: text(request.accessCode), connectionId: text(request.connectionID) }
    const { dapi } = createTokenExchange({ dapi: settings, fetch })
    const service = await Effect.runPromise(Effect.provide(Dapi, Dapi.layerWith({ ...settings, fetch })))
    return both(
      async () => {
        const { data } = await dapi.exchangeToken(grant)
        return data && reveal(data.accessToken)
      },
      Effect.suspend(() => Effect.map(service.exchangeToken(grant), (tokens) => reveal(tokens.accessToken))),
    )
  }
  if (provider === "finqware") {
    const settings = { baseUrl, clientId: text(request.client_id), clientSecret: text(request.client_secret) }
    const grant = { tempToken: text(request.temp_token) }
    const { finqware } = createTokenExchange({ finqware: settings, fetch })
    const service = await Effect.runPromise(Effect.provide(Finqware, Finqware.layerWith({ ...settings, fetch })))
    return both(
      async () => {
        const { data } = await finqware.exchangeToken(grant)
        return data && reveal(data.accessToken)
      },
      Effect.suspend(() => Effect.map(service.exchangeToken(grant), (tokens) => reveal(tokens.accessToken))),
    )
  }
  const grant = { username: text(request.username), password: text(request.password) }
  const { aisquare } = createTokenExchange({ aisquare: { baseUrl }, fetch })
  const service = await Effect.runPromise(Effect.provide(AISquareLogin, AISquareLogin.layerWith({ baseUrl, fetch })))
  return both(
    async () => {
      const { data } = await aisquare.obtainToken(grant)
      return data && reveal(data.access)
    },
    Effect.suspend(() => Effect.map(service.obtainToken(grant), (tokens) => reveal(tokens.access))),
  )
}
