/**
 * A service for compilers. Nothing here runs: a compiler fails when a line does not compile, or when a line marked as
 * an error does, as it would if everything were `any`.
 */
import * as Effect from "effect/Effect"
import { createTokenExchange, type DapiToken, reveal, serializeTokens } from "token-exchange"
import { Dapi, type InvalidSettings, type RedemptionError } from "token-exchange/effect"
import type { components, ExchangeTokenRequest, operations, paths } from "token-exchange/generated/dapi"
import { createSimulator } from "token-exchange/testing"

export const simulator = createSimulator()
export const exchange = createTokenExchange(simulator.settings)

/** The Promise API: data or error, and every tag. */
export const redeem = async (accessCode: string, connectionId: string): Promise<string> => {
  const { data, error } = await exchange.dapi.exchangeToken({ accessCode, connectionId })
  if (error === undefined) return `${reveal(data.accessToken)} ${serializeTokens(data)}`
  switch (error._tag) {
    case "InvalidRequest":
      return error.fields.join()
    case "RateLimited":
      return String(error.retryAfter)
    case "InvalidClient":
    case "InvalidGrant":
    case "ConnectionFailed":
    case "ProviderUnavailable":
    case "OutcomeUnknown":
    case "UnexpectedResponse":
      return error.grant
    default:
      return error satisfies never
  }
}

// @ts-expect-error a field is missing
exchange.dapi.exchangeToken({ accessCode: "code" })
// @ts-expect-error a setting is misspelt
createTokenExchange({ dapi: { appSecret: "s", timeOut: 5 } })
// @ts-expect-error exchangeToken needs superexecSecret
createTokenExchange({ aisquare: {} }).aisquare.exchangeToken({ tempToken: "t" })
// @ts-expect-error a provider that is not set
createTokenExchange({ dapi: { appSecret: "s" } }).aisquare
// @ts-expect-error a simulated provider that does not exist
simulator.acme

/** The Effect API: the exact errors, and no missing requirement. */
export const program: Effect.Effect<DapiToken, RedemptionError | InvalidSettings> = Effect.gen(function* () {
  const dapi = yield* Dapi
  return yield* dapi.exchangeToken(simulator.dapi.issueGrant())
}).pipe(Effect.provide(Dapi.layer))

// @ts-expect-error the errors are not never
export const infallible: Effect.Effect<DapiToken> = program

/** The generated types: the schema and the type from the same document. */
export const body: components["schemas"]["ExchangeTokenRequest"] = {
  appSecret: "secret",
  accessCode: "code",
  connectionID: "id",
}
export const encoded: typeof ExchangeTokenRequest.Encoded = body
export type Posted = paths["/v2/auth/ExchangeToken"]["post"]
export type Answers = operations["exchangeToken"]["responses"]
export const posted: Posted["responses"] extends Answers ? true : false = true

// @ts-expect-error a field that the spec does not have
export const misspelt: typeof ExchangeTokenRequest.Encoded = { ...body, connectionID: 1 }
