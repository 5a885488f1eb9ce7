/** `npm run size`: what the package adds to a bundle, held to limits. */
import { registry, services } from "./registry.ts"
import { gzipSize } from "./size/bundle.ts"
import { table } from "./table.ts"
import { paint, readOptions } from "./terminal.ts"

const help = `
Usage: npm run size

Bundles the package as a consumer would, minified and gzipped, and compares each size with its limit. For details:
npm run bench -- --only size.

Exit codes: 0 within every limit, 1 beyond one, 2 a wrong option.
`

readOptions(help, {})

/** Bytes after gzip of what a consumer bundles that has one provider, and of what each further provider adds. */
interface Bound {
  readonly one: number
  readonly more: number
}

/** About 5 % above what is measured. Raise one where a change is worth it; the goals stay. */
const limits: Readonly<Record<"promise" | "effect", Bound>> = {
  promise: { one: 40_200, more: 1_250 },
  effect: { one: 12_800, more: 900 },
}
/** The most that one provider's subpath should weigh, and `.` for each further provider. */
const goals: Readonly<Partial<typeof limits>> = { promise: { one: 36_000, more: 3_000 } }

interface Weight {
  readonly what: string
  readonly source: string
  readonly api: keyof typeof limits
  /** The number of providers in it. */
  readonly providers: number
}

const weights: ReadonlyArray<Weight> = [
  { what: ".", source: `export * from "./src/index.ts"`, api: "promise", providers: registry.size },
  ...[...registry.keys()].map(
    (name): Weight => ({
      what: `./${name}`,
      source: `export * from "./src/providers/${name}/entry.ts"`,
      api: "promise",
      providers: 1,
    }),
  ),
  {
    what: "./effect, every service",
    source: `export { ${[...services.keys()].join(", ")} } from "./src/effect.ts"`,
    api: "effect",
    providers: registry.size,
  },
  ...[...services.keys()].map(
    (name): Weight => ({
      what: `./effect, ${name}`,
      source: `export { ${name} } from "./src/effect.ts"`,
      api: "effect",
      providers: 1,
    }),
  ),
]

const boundOf = ({ one, more }: Bound, providers: number) => one + more * (providers - 1)
const goalOf = (bound: Bound | undefined, providers: number) => (bound === undefined ? "" : boundOf(bound, providers))

const weigh = async ({ what, source, api, providers }: Weight) => {
  // Users of the Effect API have Effect already.
  const bytes = await gzipSize(source, api === "effect" ? { external: [/^effect(\/|$)/] } : {})
  const limit = boundOf(limits[api], providers)
  const goal = goalOf(goals[api], providers)
  return { what, bytes, limit, goal, isWithin: bytes <= limit }
}

/** What the vault adds to the client of every provider, its store in memory included. */
const vault = async () => {
  const [above, below] = await Promise.all(
    ["vault", "index"].map((entry) => gzipSize(`export * from "./src/${entry}.ts"`)),
  )
  const bytes = (above ?? 0) - (below ?? 0)
  return { what: "./vault above .", bytes, limit: 8_300, goal: 5_000, isWithin: bytes <= 8_300 }
}

const weighed = await Promise.all([...weights.map(weigh), vault()])
const rows = weighed.map(({ what, bytes, limit, goal, isWithin }) => [
  `${isWithin ? "✓" : "✗"} ${what}`,
  ...[bytes, limit, goal].map(String),
])
process.stdout.write(`${table(["bytes after gzip", "measured", "limit", "goal"], rows)}\n`)
for (const { what, bytes, limit } of weighed.filter(({ isWithin }) => !isWithin)) {
  process.exitCode = 1
  process.stderr.write(`${paint("red", `${what} is ${bytes - limit} bytes beyond its limit`, process.stderr)}\n`)
}
