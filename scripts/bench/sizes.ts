/** The size that each entry adds to an application, minified and gzipped, and whose the bytes are. */
import { registry, services } from "../registry.ts"
import { type BundleOptions, bundleSize } from "../size/bundle.ts"
import { table } from "../table.ts"
import { peers, shipped, versionOf } from "./peers.ts"

/** What is weighed: a name, a source that imports it, and what is not bundled. */
type Weighed = readonly [name: string, source: string, options?: BundleOptions]

const quoted = (entry: string) => JSON.stringify(shipped(entry))
const withoutEffect = { external: [/^effect(\/|$)/] }
const effect = (names: Iterable<string>) =>
  `export { ${[...names].join(", ")} } from ${quoted("token-exchange/effect")}`
const dapiNode = "@dapi-co/dapi-node"

const all = (): ReadonlyArray<Weighed> => [
  ["`token-exchange`", `export * from ${quoted("token-exchange")}`],
  ...[...registry.keys()].map(
    (name): Weighed => [`\`token-exchange/${name}\``, `export * from ${quoted(`token-exchange/${name}`)}`],
  ),
  ["`token-exchange/vault`", `export * from ${quoted("token-exchange/vault")}`],
  ["`token-exchange/effect`, every service", effect(services.keys()), withoutEffect],
  ...[...services.keys()].map(
    (name): Weighed => [`\`token-exchange/effect\`, ${name} only`, effect([name]), withoutEffect],
  ),
  ["openapi-fetch", `export { default } from "openapi-fetch"`],
  [
    "Effect HttpClient, with Schema",
    `import * as Effect from "effect/Effect"
    import * as Schema from "effect/Schema"
    import { FetchHttpClient, HttpClient, HttpClientRequest, HttpClientResponse } from "effect/http"
    const decode = HttpClientResponse.schemaBodyJson(Schema.Struct({ token: Schema.String }))
    export const send = (url, body) => HttpClientRequest.bodyJsonUnsafe(HttpClientRequest.post(url), body).pipe(
      HttpClient.execute, Effect.flatMap(decode), Effect.retry({ times: 2 }), Effect.timeout(1_000),
      Effect.provide(FetchHttpClient.layer), Effect.runPromise)`,
  ],
  [`${dapiNode} ${versionOf(dapiNode)}`, `export { default } from "${dapiNode}"`, { from: peers }],
]

export const sizes = async (say: (text: string) => void): Promise<string> => {
  const rows: Array<ReadonlyArray<string>> = []
  let first: number | undefined
  for (const [name, source, options] of all()) {
    say(`size: ${name} …`)
    const { minified, gzip, owners } = await bundleSize(source, options)
    first ??= gzip
    const shares = ["ours", "effect"].map((owner) => kilobytes(owners.get(owner) ?? 0))
    rows.push([name, kilobytes(gzip), (gzip / first).toFixed(2), kilobytes(minified), ...shares])
  }
  return [
    "## Size",
    `Kilobytes (1,000 bytes) after bundling as one ES module for Node with rolldown ${versionOf("rolldown")}, minified, and then
gzipped at its highest level. For \`token-exchange/effect\`, Effect is not bundled: its users have it.`,
    table(["", "gzip", "× the first", "minified", "of it ours", "of it Effect's"], rows),
  ].join("\n\n")
}

const kilobytes = (bytes: number): string => (bytes / 1_000).toFixed(1)
