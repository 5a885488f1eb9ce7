/**
 * What one writes with Effect alone: its HttpClient, a schema of the answer, retries of transient failures, a
 * timeout. The client brings a span of its own.
 */
import { pathToFileURL } from "node:url"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { FetchHttpClient, HttpClient, HttpClientRequest, HttpClientResponse } from "effect/http"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import type * as Schema from "effect/Schema"
import type { Redeem, Wire } from "./contenders.ts"
import { shipped } from "./peers.ts"

export const viaEffectHttp = async ({
  baseUrl,
  fetch,
  exchange: { provider, path, request },
}: Wire): Promise<Redeem> => {
  const client = (await Effect.runPromise(Effect.provide(HttpClient.HttpClient, FetchHttpClient.layer))).pipe(
    HttpClient.mapRequest(HttpClientRequest.prependUrl(baseUrl)),
    HttpClient.filterStatusOk,
    HttpClient.retryTransient({ schedule: Schedule.exponential("250 millis"), times: 2 }),
  )
  const redeem = <A>(schema: Schema.Decoder<A>, tokenOf: (tokens: A) => Redacted.Redacted<string>) => {
    const decode = HttpClientResponse.schemaBodyJson(schema)
    const effect = Effect.suspend(() =>
      HttpClientRequest.post(path).pipe(
        HttpClientRequest.bodyJsonUnsafe(request),
        client.execute,
        Effect.flatMap(decode),
        Effect.timeout("30 seconds"),
        Effect.map((tokens) => Redacted.value(tokenOf(tokens))),
      ),
    )
    const run = Effect.runPromiseWith(Context.make(FetchHttpClient.Fetch, fetch))
    return () => run(effect)
  }
  const generated = pathToFileURL(shipped(`token-exchange/generated/${provider}`)).href
  if (provider === "dapi") {
    const schemas: typeof import("../../generated/dapi.schema.ts") = await import(generated)
    return redeem(schemas.ExchangeSucceeded, ({ accessToken }) => accessToken)
  }
  const schemas: typeof import("../../generated/aisquare.schema.ts") = await import(generated)
  return redeem(schemas.TokenPair, ({ access }) => access)
}
