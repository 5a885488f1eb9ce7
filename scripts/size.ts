/** `npm run size`: what the package adds to a bundle, held to limits. */
import { baselineOf, bundleSize } from "./size/bundle.ts"
import { paint, readOptions } from "./terminal.ts"

const help = `
Usage: npm run size

Bundles the package as a consumer would, minified and gzipped, and holds each weight to its limit. Where the bytes are:
npm run bench -- --only size.

Exit codes: 0 within every limit, 1 beyond one, 2 a wrong option.
`

readOptions(help, {})

const effect = [/^effect(\/|$)/]
const promise = `export * from "./src/index.ts"`

/** The Promise API as a bundler has it that puts what is loaded later into files of its own, all files together. */
const loaded = `
export * from "./src/public.ts"
export { restoreTokens } from "./src/token-set.ts"
export { promised } from "./src/promised.ts"
export { aisquare } from "./src/providers/aisquare/index.ts"
export { dapi } from "./src/providers/dapi/index.ts"
export { finqware } from "./src/providers/finqware/index.ts"
`

/** Bytes after gzip. `goal` is the most that a weight should be, `limit` the most that it may be for now: what it is, rounded up. */
const weights: ReadonlyArray<{
  readonly what: string
  readonly weigh: () => Promise<number>
  readonly limit: number
  readonly goal: number
}> = [
  {
    what: ". with all that it loads",
    weigh: async () => (await bundleSize(loaded)).gzip,
    limit: 36_000,
    goal: 36_000,
  },
  {
    what: ". with all that it loads, above the same library members",
    weigh: async () => (await bundleSize(loaded)).gzip - (await bundleSize(await baselineOf(loaded))).gzip,
    limit: 7_320,
    goal: 6_000,
  },
  {
    what: ". in one file, where the bundler wraps what is loaded later",
    weigh: async () => (await bundleSize(promise)).gzip,
    limit: 39_800,
    goal: 36_000,
  },
  {
    what: "./effect, three providers, without effect",
    weigh: async () =>
      (await bundleSize(`export { AISquare, Dapi, Finqware } from "./src/effect.ts"`, { external: effect })).gzip,
    limit: 9_000,
    goal: 9_000,
  },
  {
    what: "./effect, one provider, without effect",
    weigh: async () => (await bundleSize(`export { Dapi } from "./src/effect.ts"`, { external: effect })).gzip,
    limit: 7_320,
    goal: 6_000,
  },
]

for (const { what, weigh, limit, goal } of weights) {
  const bytes = await weigh()
  const isWithin = bytes <= limit
  if (!isWithin) process.exitCode = 1
  const line = `${isWithin ? "✓" : "✗"} ${what}: ${bytes} bytes, limit ${limit}, goal ${goal}`
  process.stdout.write(`${paint(isWithin ? "green" : "red", line)}\n`)
}
