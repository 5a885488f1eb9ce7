/** The time of a program that only imports an entry, compared with an empty program. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { root } from "../../contracts/spec/specs.ts"
import { registry } from "../registry.ts"
import { baselineOf, bundleSize } from "../size/bundle.ts"
import { table } from "../table.ts"
import type { Options } from "./calls.ts"
import { withSpread } from "./figures.ts"
import { shipped, versionOf } from "./peers.ts"
import { type Program, program, timed } from "./programs.ts"
import { differences, median, ratios } from "./spread.ts"

export const imports = async ({ rounds, say }: Options): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "token-exchange-bench-"))
  const clean = () => rmSync(folder, { recursive: true, force: true })
  process.once("exit", clean)
  try {
    const empty = program("an empty program", "")
    const all = [empty, ...(await importers(folder))]
    await timed(all, rounds, (round) => say(`import: round ${round} of ${rounds} …`))
    return section(all, empty, rounds)
  } finally {
    process.off("exit", clean)
    clean()
  }
}

const importers = async (folder: string): Promise<ReadonlyArray<Program>> => {
  const importing = (file: string) => `import ${JSON.stringify(pathToFileURL(file).href)}`
  const whole = `export * from ${JSON.stringify(shipped("token-exchange"))}`
  const bundled = join(folder, "bundled.mjs")
  writeFileSync(bundled, (await bundleSize(whole)).code)
  const entries = ["", ...registry.keys(), "effect", "testing"].map((name) => join("token-exchange", name))
  return [
    ...entries.map((entry) => program(`\`${entry}\``, importing(shipped(entry)))),
    program("`token-exchange`, bundled with the libraries into one file", importing(bundled)),
    program("the same library members without our code", await baselineOf(whole), root),
    program("`effect/Schema` alone", `import "effect/Schema"`, root),
    ...["@dapi-co/dapi-node", "stripe", "openai"].map((name) =>
      program(`${name} ${versionOf(name)}`, `import ${JSON.stringify(name)}`),
    ),
  ]
}

const section = (all: ReadonlyArray<Program>, empty: Program, rounds: number): string =>
  [
    "## Import",
    `Time of a whole Node process, from its start to its end, that imports an entry and does nothing with it; as shipped,
unbundled, where it does not say otherwise. ${rounds} rounds of all programs, in an order that is drawn each time. Ratios and
differences are taken within a round.`,
    table(
      ["", "ms more than empty", "× empty"],
      all.map(({ name, times }) => [
        name,
        withSpread(differences(times, empty.times), 0),
        withSpread(ratios(times, empty.times)),
      ]),
    ),
    `The empty program takes ${median(empty.times).toFixed(0)} ms.`,
  ].join("\n\n")
