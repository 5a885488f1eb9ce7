/** The time from specs to code: ours beside @hey-api/openapi-ts, for our specs and for one with many operations. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { bin, run } from "../../contracts/process.ts"
import { findSpecs, root } from "../../contracts/spec/specs.ts"
import { table } from "../table.ts"
import type { Options } from "./calls.ts"
import { median, ratios, shuffled, withSpread } from "./spread.ts"
import { specOf } from "./thousand.ts"

/** A command that generates code, and what is removed before each run. */
interface Generator {
  readonly name: string
  readonly command: ReadonlyArray<string>
  readonly cwd: string
  readonly removed: ReadonlyArray<string>
  readonly times: Array<number>
}

export const generation = async ({ rounds, say }: Options): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "token-exchange-bench-"))
  const clean = () => rmSync(folder, { recursive: true, force: true })
  process.once("exit", clean)
  try {
    const own = workspace(join(folder, "own"))
    for (const spec of await findSpecs()) cpSync(spec, join(own, "specs", basename(spec)))
    const large = workspace(join(folder, "large"))
    writeFileSync(join(large, "specs/thousand.yaml"), specOf(1_000))
    return `## Generation

Time of the whole command, as a user waits for it, into an empty folder and without what an earlier run has kept; "nothing
changed" is a second run. Ours lints (Redocly), makes types, Effect Schemas, descriptors and examples, and formats them;
the other makes types and Zod, and neither lints nor formats. Ratios are taken within a round.

${await compare("our own specs", own, { rounds, say })}

${await compare("one spec of 1,000 operations", large, { rounds: Math.min(rounds, 3), say })}`
  } finally {
    process.off("exit", clean)
    clean()
  }
}

/** The generator's part of the repository, without specs. The generator finds its folders beside itself. */
const workspace = (folder: string): string => {
  mkdirSync(join(folder, "specs"), { recursive: true })
  mkdirSync(join(folder, "node_modules"))
  for (const name of ["package.json", "redocly.yaml", "biome.json", "contracts", "scripts", "src"])
    cpSync(join(root, name), join(folder, name), { recursive: true })
  for (const name of readdirSync(join(root, "node_modules"))) {
    // The generator's own cache stays in the workspace.
    if (name !== ".cache") symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name))
  }
  return folder
}

const compare = async (what: string, folder: string, { rounds, say }: Options): Promise<string> => {
  const kept = ["generated", "node_modules/.cache"].map((name) => join(folder, name))
  const command = [process.execPath, "scripts/generate.ts"]
  const ours: Generator = { name: "`npm run generate`", command, cwd: folder, removed: kept, times: [] }
  const again: Generator = { ...ours, name: "`npm run generate`, nothing changed", removed: [], times: [] }
  const theirs = heyApi(folder)
  for (let round = 0; round < rounds; round++) {
    say(`generation: ${what}, round ${round + 1} of ${rounds} …`)
    for (const next of shuffled([ours, theirs])) {
      await generate(next)
      if (next === ours) await generate(again)
    }
  }
  const rows = [ours, theirs, again].map(({ name, times }) => [
    name,
    (median(times) / 1_000).toFixed(1),
    withSpread(ratios(times, ours.times)),
  ])
  return `### From ${what}, ${rounds} rounds\n\n${table(["", "seconds", "× ours"], rows)}`
}

const heyApi = (folder: string): Generator => {
  const cwd = join(folder, "hey-api")
  const jobs = readdirSync(join(folder, "specs")).map((spec) => ({
    input: join(folder, "specs", spec),
    output: { path: join(cwd, "generated", basename(spec, ".yaml")) },
    plugins: ["@hey-api/typescript", "zod"],
  }))
  mkdirSync(cwd)
  writeFileSync(join(cwd, "openapi-ts.config.mjs"), `export default ${JSON.stringify(jobs)}\n`)
  const command = bin("@hey-api/openapi-ts/bin/run.js", "--silent", "--no-log-file")
  return { name: "@hey-api/openapi-ts, types and Zod", command, cwd, removed: [join(cwd, "generated")], times: [] }
}

const generate = async ({ command, cwd, removed, times }: Generator): Promise<void> => {
  for (const path of removed) rmSync(path, { recursive: true, force: true })
  const since = performance.now()
  const { code, output } = await run(command, { cwd })
  times.push(performance.now() - since)
  if (code !== 0 || !existsSync(join(cwd, "generated"))) throw new Error(`${command.join(" ")} failed:\n${output}`)
}
