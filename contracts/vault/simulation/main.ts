/**
 * Runs histories in a process of their own, under a protocol that is broken on purpose where one is named, and prints
 * the first history that breaks a law: `node main.ts <seed> <count> [mutant]`.
 */
import { registerHooks } from "node:module"
import { mutants } from "./mutants.ts"

const [from = "1", count = "1000", name] = process.argv.slice(2)
const mutant = mutants.find((one) => one.name === name)
if (name !== undefined && mutant === undefined) throw new Error(`There is no mutant "${name}".`)

if (mutant !== undefined) {
  registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context)
      if (!url.endsWith(`/src/vault/${mutant.file}`)) return loaded
      const source = String(loaded.source)
      // The types are gone by now, and spaces stand in their place.
      if (!source.includes(mutant.from)) throw new Error(`src/vault/${mutant.file} has no "${mutant.from}".`)
      return { ...loaded, source: source.replace(mutant.from, () => mutant.to) }
    },
  })
}

const { findBroken } = await import("./run.ts")
process.stdout.write(`${JSON.stringify((await findBroken(Number(from), Number(count))) ?? null)}\n`)
