/**
 * Code with Effect alone: its HttpClient, a schema of the answer, retries of transient failures, a timeout. The client
 * records its own span.
 */
import { pathToFileURL } from "node:url"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { FetchHttpClient, HttpClient, HttpClientRequest, HttpClientResponse } from "effect/http"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import type * as Schema from "effect/Schema"
import type { Redeem, Wire } from "./contenders.ts"
import type { SuccessExample } from "./examples.ts"
import { shipped } from "./peers.ts"

export const viaEffectHttp = async ({ baseUrl, fetch, example }: Wire): Promise<Redeem> => {
  const { path, request, tokenField } = example
  const client = (await Effect.runPromise(Effect.provide(HttpClient.HttpClient, FetchHttpClient.layer))).pipe(
    HttpClient.mapRequest(HttpClientRequest.prependUrl(baseUrl)),
    HttpClient.filterStatusOk,
    HttpClient.retryTransient({ schedule: Schedule.exponential("250 millis"), times: 2 }),
  )
  const decode = HttpClientResponse.schemaBodyJson(await schemaOf(example))
  const effect = Effect.suspend(() =>
    HttpClientRequest.post(path).pipe(
      HttpClientRequest.bodyJsonUnsafe(request),
      client.execute,
      Effect.flatMap(decode),
      Effect.timeout("30 seconds"),
      Effect.map((tokens) => {
        const token = tokens[tokenField]
        return Redacted.isRedacted(token) ? String(Redacted.value(token)) : undefined
      }),
    ),
  )
  const run = Effect.runPromiseWith(Context.make(FetchHttpClient.Fetch, fetch))
  return () => run(effect)
}

type Answers = {
  readonly 200: {
    readonly contents: { readonly [mediaType: string]: Schema.Decoder<{ readonly [field: string]: unknown }> }
  }
}

/** The generated schema of the successful answer. */
const schemaOf = async ({ provider, operationId, mediaType }: SuccessExample) => {
  const generated: { readonly [name: string]: Answers } = await import(
    pathToFileURL(shipped(`token-exchange/generated/${provider}`)).href
  )
  const schema = generated[`${operationId}Answers`]?.[200].contents[mediaType]
  if (schema === undefined) throw new Error(`No schema of the success of ${provider}.${operationId} is generated.`)
  return schema
}
