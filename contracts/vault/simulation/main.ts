/**
 * Runs histories in a process of their own: `node main.ts <seed> <count> [mutant …]`, under the protocol as it is, or
 * under those that are broken on purpose. Prints a line of JSON for each: its name, and the first history that breaks a
 * law or `null`.
 */
import { registerHooks } from "node:module"
import { type Mutant, mutants } from "./mutants.ts"

const [from = "1", count = "800", ...names] = process.argv.slice(2)
const asItIs: Mutant = { name: "the protocol as it is", file: "", from: "", to: "" }
const chosen = names.length === 0 ? [asItIs] : mutants.filter(({ name }) => names.includes(name))
if (chosen.length === 0) throw new Error(`There is no mutant "${names.join('", "')}".`)

/** A source text with the change in it. */
const changed = ({ file, from: before, to }: Mutant, source: string) => {
  if (!source.includes(before)) throw new Error(`src/vault/${file} has no "${before}".`)
  return source.replace(before, () => to)
}

/** Each mutant has modules of its own: their addresses end in its name, as do those of what they import. */
registerHooks({
  resolve: (specifier, context, next) => {
    const resolved = next(specifier, context)
    const { search } = new URL(context.parentURL ?? "file:")
    const isOurs =
      search.startsWith("?mutant=") && !resolved.url.includes("node_modules") && resolved.url.startsWith("file:")
    return isOurs ? { ...resolved, url: `${resolved.url}${search}` } : resolved
  },
  load: (url, context, next) => {
    const loaded = next(url, context)
    const { pathname, searchParams } = new URL(url)
    const mutant = chosen.find(({ name }) => name === searchParams.get("mutant"))
    if (mutant === undefined || !pathname.endsWith(`/src/vault/${mutant.file}`)) return loaded
    return { ...loaded, source: changed(mutant, String(loaded.source)) }
  },
})

/** Whoever breaks the protocol is found soon, so that few histories need run side by side. */
const atOnce = 10

for (const { name, seed = Number(from) } of chosen) {
  const seeds = Array.from({ length: Number(count) }, (_, index) => seed + index)
  const run: typeof import("./run.ts") = await import(`./run.ts?mutant=${encodeURIComponent(name)}`)
  const broken = await run.findBroken(seeds, atOnce)
  process.stdout.write(`${JSON.stringify({ name, broken: broken ?? null })}\n`)
}
