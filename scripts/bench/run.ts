/** `npm run bench`: speed, size and memory beside other clients, as ratios. */
import { mkdir, writeFile } from "node:fs/promises"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"
import { endOnSignals, paint, progress, readOptions, refuse, seconds } from "../terminal.ts"
import { calls } from "./calls.ts"
import { generation } from "./generation.ts"
import { starts } from "./programs.ts"
import { sizes } from "./sizes.ts"
import { vault } from "./vault.ts"

/** The parts of the report, each with the share of the rounds that it takes. */
const parts = {
  calls: [calls, 1],
  size: [sizes, 1],
  start: [starts, 1 / 2],
  generation: [generation, 1 / 8],
  vault: [vault, 1 / 4],
} as const
const names = Object.keys(parts)

const help = `
Usage: npm run bench [-- --only <parts>] [-- --rounds <n>]

Builds the package, measures, prints the report and writes it to reports/bench.md. Every figure of interest is a ratio
within one run: a machine that is busy with something else makes the spread wider. docs/bench.md keeps one whole run.

  --only <parts>  some of ${names.join(", ")}, with commas between; by default all
  --rounds <n>    rounds of calls, by default 40; start takes half as many, vault a quarter, generation an eighth
  --help          this text

Exit codes: 0 measured, whatever was found; 1 it could not be measured; 2 a wrong option.
`

const options = readOptions(help, {
  only: { type: "string", default: names.join(",") },
  rounds: { type: "string", default: "40" },
})
const wanted = options.only.split(",")
const rounds = Number(options.rounds)
const wrong = wanted.filter((name) => !names.includes(name))
if (wrong.length > 0) refuse(help, `--only does not know ${wrong.join(", ")}`)
if (!Number.isInteger(rounds) || rounds < 1) refuse(help, "--rounds wants a number from 1 on")
endOnSignals()

const since = performance.now()
const line = progress()

/** In general terms, since no other machine is the same. */
const heading = `# Bench

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}, with Node ${process.versions.node} on ${availableParallelism()} cores of a shared machine. Times
belong to this machine. Ratios are taken within one run and travel better, not perfectly: those of mocked calls have come
out a quarter higher on a machine of the same kind that was slower. In brackets: the quartiles of the rounds.`

try {
  line.show("building the package …")
  const built = await run(["npm", "run", "build"])
  if (built.code !== 0) throw new Error(`npm run build failed:\n${built.output}`)
  const sections = [heading]
  for (const [name, [measure, share]] of Object.entries(parts))
    if (wanted.includes(name)) sections.push(await measure({ rounds: Math.ceil(rounds * share), say: line.show }))
  line.clear()
  const report = `${sections.join("\n\n")}\n`
  await mkdir(join(root, "reports"), { recursive: true })
  await writeFile(join(root, "reports/bench.md"), report)
  process.stdout.write(report)
  process.stderr.write(`${paint("green", `reports/bench.md written in ${seconds(since)}`, process.stderr)}\n`)
} catch (cause) {
  line.clear()
  process.stderr.write(`${paint("red", cause instanceof Error ? cause.message : String(cause), process.stderr)}\n`)
  process.exit(1)
}
