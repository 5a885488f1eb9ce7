/** The size that one entry adds to an application, minified and gzipped, beside the vendors' clients. */
import { registry, services } from "../registry.ts"
import { type Bundle, type BundleOptions, baselineOf, bundleSize } from "../size/bundle.ts"
import { table } from "../table.ts"
import { kilobytes } from "./figures.ts"
import { peers, shipped, versionOf } from "./peers.ts"

const effect = [/^effect(\/|$)/]

export const sizes = async (say: (text: string) => void): Promise<string> => {
  const quoted = (entry: string) => JSON.stringify(shipped(entry))
  const whole = `export * from ${quoted("token-exchange")}`
  const weigh = async (name: string, source: string, options?: BundleOptions) => {
    say(`size: ${name} …`)
    return { name, ...(await bundleSize(source, options)) }
  }
  const bundled = await weigh("`token-exchange`, everything bundled into one file", whole)
  const library = await weigh("the same library members without our code", await baselineOf(whole))
  const exported = (names: ReadonlyArray<string>) =>
    `export { ${names.join(", ")} } from ${quoted("token-exchange/effect")}`
  const alone = []
  for (const name of registry.keys()) {
    const entry = `token-exchange/${name}`
    alone.push(await weigh(`\`${entry}\``, `export * from ${quoted(entry)}`))
  }
  const all = await weigh("`token-exchange/effect`, every service", exported([...services.keys()]), {
    external: effect,
  })
  const each = []
  for (const name of services.keys()) {
    each.push(await weigh(`\`token-exchange/effect\`, ${name} only`, exported([name]), { external: effect }))
  }
  const others = [
    await weigh("openapi-fetch", `export { default } from "openapi-fetch"`),
    await weigh(
      "Effect with Schema: decode, retry, timeout",
      `import * as Effect from "effect/Effect"
      import * as Schema from "effect/Schema"
      const decode = Schema.decodeUnknownEffect(Schema.Struct({ token: Schema.String }))
      export const read = (value) => Effect.runPromise(Effect.timeout(Effect.retry(decode(value), { times: 2 }), 1_000))`,
    ),
    await weigh(
      "Effect HttpClient, with Schema",
      `import * as Effect from "effect/Effect"
      import * as Schema from "effect/Schema"
      import * as FetchHttpClient from "effect/http/FetchHttpClient"
      import * as HttpClient from "effect/http/HttpClient"
      import * as HttpClientRequest from "effect/http/HttpClientRequest"
      import * as HttpClientResponse from "effect/http/HttpClientResponse"
      const decode = HttpClientResponse.schemaBodyJson(Schema.Struct({ token: Schema.String }))
      export const send = (url, body) => HttpClientRequest.bodyJsonUnsafe(HttpClientRequest.post(url), body).pipe(
        HttpClient.execute, Effect.flatMap(decode), Effect.retry({ times: 2 }), Effect.timeout(1_000),
        Effect.provide(FetchHttpClient.layer), Effect.runPromise)`,
    ),
    ...(await Promise.all(
      [
        ["@dapi-co/dapi-node", "default"],
        ["stripe", "default"],
        ["openai", "default"],
        ["plaid", "Configuration, PlaidApi"],
      ].map(([name = "", members]) =>
        weigh(`${name} ${versionOf(name)}`, `export { ${members} } from "${name}"`, { from: peers }),
      ),
    )),
  ]
  const row = ({ name, minified, gzip }: Pick<Bundle, "minified" | "gzip"> & { readonly name: string }) => [
    name,
    kilobytes(minified),
    kilobytes(gzip),
    (gzip / bundled.gzip).toFixed(2),
  ]
  const difference = {
    name: "the difference: our code",
    minified: bundled.minified - library.minified,
    gzip: bundled.gzip - library.gzip,
  }
  return [
    "## Size",
    `Kilobytes (1,000 bytes) after bundling as one ES module for Node with rolldown ${versionOf("rolldown")}, minified, and then
gzipped at its highest level. For \`token-exchange/effect\`, Effect is not bundled: its users have it.`,
    table(["", "minified", "gzip", "× ours"], [bundled, library, difference, ...alone, all, ...each].map(row)),
    "For scale:",
    table(["", "minified", "gzip", "× ours"], others.map(row)),
    modulesTable("Where the bytes of `token-exchange` are", bundled, 15),
    modulesTable("Where the bytes of `token-exchange/effect` are, Effect not bundled", all, 15),
  ].join("\n\n")
}

const modulesTable = (title: string, { modules, minified }: Bundle, most: number): string => {
  const share = (bytes: number) => [kilobytes(bytes), `${((100 * bytes) / minified).toFixed(1)} %`]
  const rest = modules.slice(most)
  const row = ({ name, minified }: Bundle["modules"][number]) => [name.replace(/^dist\//, ""), ...share(minified)]
  const others = rest.reduce((sum, module) => sum + module.minified, 0)
  return [
    `### ${title}`,
    table(
      ["module", "minified kB", "share"],
      [
        ...modules.slice(0, most).map(row),
        ...(rest.length === 0 ? [] : [[`${rest.length} others`, ...share(others)]]),
        ...groups(modules).map(([name, bytes]) => [`_all of ${name}_`, ...share(bytes)]),
      ],
    ),
  ].join("\n\n")
}

/** Sums by owner of the modules. */
const groups = (modules: Bundle["modules"]): ReadonlyArray<readonly [string, number]> => {
  const sums = new Map<string, number>()
  for (const { name, minified } of modules) {
    const owner = name.startsWith("dist/") ? "ours" : (name.split("/")[0] ?? name)
    sums.set(owner, (sums.get(owner) ?? 0) + minified)
  }
  return [...sums].filter(([name]) => !name.startsWith("(")).sort(([, a], [, b]) => b - a)
}
