/** How much longer a program takes that imports an entry and does nothing with it, beside an empty program. */

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"
import { baselineOf, bundleSize } from "../size/bundle.ts"
import { table } from "../table.ts"
import type { Options } from "./calls.ts"
import { target, withSpread } from "./figures.ts"
import { peers, shipped, versionOf } from "./peers.ts"
import { differences, median, ratios, shuffled } from "./spread.ts"

interface Program {
  readonly name: string
  readonly code: string
  /** From where it looks for what it imports. */
  readonly cwd: string
  readonly times: Array<number>
}

export const imports = async ({ rounds, say }: Options): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "token-exchange-bench-"))
  const clean = () => rmSync(folder, { recursive: true, force: true })
  process.once("exit", clean)
  try {
    return section(await timed(await programs(folder), rounds, say), rounds)
  } finally {
    process.off("exit", clean)
    clean()
  }
}

/** The empty one first, then `token-exchange`. */
const programs = async (folder: string): Promise<ReadonlyArray<Program>> => {
  const importing = (file: string) => `import ${JSON.stringify(pathToFileURL(file).href)}`
  const whole = `export * from ${JSON.stringify(shipped("token-exchange"))}`
  const bundled = join(folder, "bundled.mjs")
  writeFileSync(bundled, (await bundleSize(whole)).code)
  const entries = ["token-exchange", "token-exchange/effect", "token-exchange/testing"]
  return [
    program("an empty program", ""),
    ...entries
      .filter((entry) => existsSync(shipped(entry)))
      .map((entry) => program(`\`${entry}\``, importing(shipped(entry)))),
    program("`token-exchange`, bundled with the libraries into one file", importing(bundled)),
    program("the same library members without our code", await baselineOf(whole), root),
    program("`effect/Schema` alone", `import "effect/Schema"`, root),
    ...["@dapi-co/dapi-node", "stripe", "openai"].map((name) =>
      program(`${name} ${versionOf(name)}`, `import ${JSON.stringify(name)}`),
    ),
  ]
}

const timed = async (all: ReadonlyArray<Program>, rounds: number, say: (text: string) => void) => {
  for (const one of all) await start(one)
  for (let round = 0; round < rounds; round++) {
    say(`import: round ${round + 1} of ${rounds} …`)
    for (const next of shuffled(all)) next.times.push(await start(next))
  }
  return all
}

const section = (all: ReadonlyArray<Program>, rounds: number): string => {
  const [empty, ours] = all
  if (empty === undefined || ours === undefined) return ""
  const more = differences(ours.times, empty.times)
  return [
    "## Import",
    `Time of a whole Node process, from its start to its end, that imports an entry and does nothing with it; as shipped,
unbundled, where it does not say otherwise. ${rounds} rounds of all programs, in an order that is drawn each time. Ratios and
differences are taken within a round.`,
    target("import of `.`: at most 60 ms more than an empty program", more.median <= 60, `${withSpread(more, 0)} ms`),
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
}

const program = (name: string, code: string, cwd = peers): Program => ({ name, code, cwd, times: [] })

const start = async ({ code, cwd }: Program): Promise<number> => {
  const since = performance.now()
  const { code: exit, output } = await run([process.execPath, "--input-type=module", "--eval", code], { cwd })
  const took = performance.now() - since
  if (exit !== 0) throw new Error(`a program that only imports failed:\n${output}`)
  return took
}
