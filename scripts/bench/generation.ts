/** The time from specs to code: ours beside @hey-api/openapi-ts, for our specs and for one with many operations. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { run } from "../../contracts/process.ts"
import { findSpecs, root } from "../../contracts/spec/specs.ts"
import { table } from "../table.ts"
import type { Options } from "./calls.ts"
import { withSpread } from "./figures.ts"
import { peers, versionOf } from "./peers.ts"
import { median, ratios, shuffled } from "./spread.ts"
import { specOf } from "./thousand.ts"

/** A command that generates code, its output folder, and what is removed before each run. */
interface Generator {
  readonly name: string
  readonly command: ReadonlyArray<string>
  readonly cwd: string
  readonly output: string
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
    const sections = [
      await compare("our own specs", own, { rounds, say }),
      await compare("one spec of 1,000 operations", large, { rounds: Math.min(rounds, 3), say }),
    ]
    return ["## Generation", introduction, ...sections].join("\n\n")
  } finally {
    process.off("exit", clean)
    clean()
  }
}

const introduction = `Time of the whole command, as a user waits for it, into an empty folder and without what an earlier run has kept; "nothing
changed" is a second run. Ours lints (Redocly), makes types, Effect
Schemas, descriptors and examples, and formats them; the other makes what its plugins are named for, and neither lints
nor formats. Ratios are taken within a round.`

/** The generator's part of the repository, without specs. The generator finds its folders beside itself. */
const workspace = (folder: string): string => {
  mkdirSync(join(folder, "specs"), { recursive: true })
  mkdirSync(join(folder, "node_modules"))
  for (const name of ["package.json", "redocly.yaml", "biome.json"]) cpSync(join(root, name), join(folder, name))
  const isOurs = (path: string) => !path.startsWith(join(peers, "node_modules"))
  for (const name of ["contracts", "scripts", "src"]) {
    cpSync(join(root, name), join(folder, name), { recursive: true, filter: isOurs })
  }
  for (const name of readdirSync(join(root, "node_modules"))) {
    // The generator's own cache stays in the workspace.
    if (name !== ".cache") symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name))
  }
  return folder
}

const compare = async (what: string, folder: string, { rounds, say }: Options): Promise<string> => {
  const output = join(folder, "generated")
  const ours = { command: ["scripts/generate.ts"], cwd: folder, output }
  const again: Generator = { ...ours, name: "`npm run generate`, nothing changed", removed: [], times: [] }
  const generators: ReadonlyArray<Generator> = [
    { ...ours, name: "`npm run generate`", removed: [output, join(folder, "node_modules/.cache")], times: [] },
    heyApi("types and Zod", folder, ["@hey-api/typescript", "zod"]),
    heyApi("types and SDK", folder, ["@hey-api/typescript", "@hey-api/sdk", "@hey-api/client-fetch"]),
  ]
  for (let round = 0; round < rounds; round++) {
    say(`generation: ${what}, round ${round + 1} of ${rounds} …`)
    for (const next of shuffled(generators)) {
      next.times.push(await generate(next))
      if (next.output === output) again.times.push(await generate(again))
    }
  }
  const [base] = generators
  const rows = [...generators, again].map(({ name, times }) => [
    name,
    (median(times) / 1000).toFixed(1),
    withSpread(ratios(times, base?.times ?? [])),
  ])
  return [`### From ${what}, ${rounds} rounds`, table(["", "seconds", "× ours"], rows)].join("\n\n")
}

const heyApi = (name: string, folder: string, plugins: ReadonlyArray<string>): Generator => {
  const cwd = join(folder, name.replaceAll(" ", "-"))
  const output = join(cwd, "output")
  const jobs = readdirSync(join(folder, "specs")).map((spec) => ({
    input: join(folder, "specs", spec),
    output: { path: join(output, basename(spec, ".yaml")) },
    plugins,
  }))
  mkdirSync(cwd)
  writeFileSync(join(cwd, "openapi-ts.config.mjs"), `export default ${JSON.stringify(jobs)}\n`)
  return {
    name: `@hey-api/openapi-ts ${versionOf("@hey-api/openapi-ts")}, ${name}`,
    command: [join(peers, "node_modules/@hey-api/openapi-ts/bin/run.js"), "--silent", "--no-log-file"],
    cwd,
    output,
    removed: [output],
    times: [],
  }
}

const generate = async ({ command, cwd, output, removed }: Generator): Promise<number> => {
  for (const path of removed) rmSync(path, { recursive: true, force: true })
  const since = performance.now()
  const { code, output: printed } = await run([process.execPath, ...command], { cwd })
  const took = performance.now() - since
  if (code !== 0 || !existsSync(output)) throw new Error(`${command.join(" ")} failed:\n${printed}`)
  return took
}
