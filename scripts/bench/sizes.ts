/** What each entry adds to an application, minified and gzipped. */
import { gzipSize } from "../size/bundle.ts"
import { table } from "../table.ts"

/** What is weighed, and the source that imports it. */
const weighed = {
  "`token-exchange`": `export * from "token-exchange"`,
  "`token-exchange/dapi`": `export * from "token-exchange/dapi"`,
  "`token-exchange/vault`": `export * from "token-exchange/vault"`,
  "openapi-fetch": `export { default } from "openapi-fetch"`,
  "Effect HttpClient + Schema": `import * as Effect from "effect/Effect"
    import * as Schema from "effect/Schema"
    import { FetchHttpClient, HttpClient, HttpClientRequest, HttpClientResponse } from "effect/http"
    const decode = HttpClientResponse.schemaBodyJson(Schema.Struct({ token: Schema.String }))
    export const send = (url, body) => HttpClientRequest.bodyJsonUnsafe(HttpClientRequest.post(url), body).pipe(
      HttpClient.execute, Effect.flatMap(decode), Effect.retry({ times: 2 }), Effect.timeout(1_000),
      Effect.provide(FetchHttpClient.layer), Effect.runPromise)`,
}

export const sizes = async (): Promise<string> => {
  const rows: Array<readonly [name: string, bytes: number]> = []
  for (const [name, source] of Object.entries(weighed)) rows.push([name, await gzipSize(source)])
  const first = rows[0]?.[1] ?? Number.NaN
  const figures = rows.map(([name, bytes]) => [name, (bytes / 1_000).toFixed(1), (bytes / first).toFixed(2)])
  return `## Size

Kilobytes (1,000 bytes) after bundling as one ES module for Node with rolldown, minified, then gzipped at its highest
level. \`npm run size\` holds every entry to a limit.

${table(["", "gzip", "× the first"], figures)}`
}
