/** `npm run bench`: speed, size and memory beside other clients, as ratios. */
import { existsSync } from "node:fs"
import { mkdir, writeFile } from "node:fs/promises"
import { availableParallelism } from "node:os"
import { dirname, join, resolve } from "node:path"
import { run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"
import { registry } from "../registry.ts"
import { endOnSignals, paint, progress, readOptions, refuse, seconds } from "../terminal.ts"
import { calls } from "./calls.ts"
import { generation } from "./generation.ts"
import { installPeers, versionOf } from "./peers.ts"
import { firstRedemptions, imports } from "./programs.ts"
import { sizes } from "./sizes.ts"
import { vault } from "./vault.ts"

const help = `
Usage: npm run bench [-- --only <parts>] [-- --rounds <n>] [-- --provider <name>] [-- --against <folder>] [-- --out <file>]

Builds the package, installs the clients it is measured beside (scripts/bench/node_modules), measures, prints the
report and writes it to reports/bench.md. Needs the registry once, for the install. Every figure of interest is a ratio
within one run: a machine that is busy with something else makes the spread wider.

  --only <parts>      some of calls, size, import, first, generation, vault, with commas between; by default all
  --rounds <n>        rounds of calls, by default 40; import and first take half as many, generation an eighth
  --provider <name>   calls of this provider only
  --against <folder>  another checkout, built: first redemptions are compared with its own
  --out <file>        write the report there too
  --help              this text

Exit codes: 0 measured, whatever was found; 1 it could not be measured; 2 a wrong option.
`

const parts = ["calls", "size", "import", "first", "generation", "vault"] as const
type Part = (typeof parts)[number]

const options = readOptions(help, {
  only: { type: "string", default: parts.join(",") },
  rounds: { type: "string", default: "40" },
  provider: { type: "string" },
  against: { type: "string" },
  out: { type: "string" },
})
const isPart = (name: string): name is Part => parts.some((part) => part === name)
const wanted = options.only.split(",")
const rounds = Number(options.rounds)
const wrong = wanted.filter((name) => !isPart(name))
const against = options.against === undefined ? undefined : resolve(options.against)
if (wrong.length > 0) refuse(help, `--only does not know ${wrong.join(", ")}`)
if (!Number.isInteger(rounds) || rounds < 1) refuse(help, "--rounds wants a number from 1 on")
if (against !== undefined && !existsSync(join(against, "dist"))) {
  refuse(help, `--against wants a checkout that is built: ${against} has no dist/. Run npm ci and npm run build there.`)
}
if (options.provider !== undefined && !registry.has(options.provider)) {
  refuse(help, `--provider knows ${[...registry.keys()].join(", ")}`)
}
endOnSignals()

const since = performance.now()
const line = progress()
const say = line.show

const measure: { readonly [Name in Part]: () => Promise<string> } = {
  calls: () => calls({ rounds, say }, options.provider),
  size: () => sizes(say),
  import: () => imports({ rounds: Math.ceil(rounds / 2), say }),
  first: () => firstRedemptions({ rounds: Math.ceil(rounds / 2), say }, against),
  generation: () => generation({ rounds: Math.ceil(rounds / 8), say }),
  vault: () => vault({ rounds: Math.ceil(rounds / 4), say }),
}

/** In general terms, since no other machine is the same. */
const heading = () => `# Bench

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}, with Node ${process.versions.node} on ${availableParallelism()} cores of a shared machine,
effect ${versionOf("effect")}, openapi-fetch ${versionOf("openapi-fetch")}. Times belong to this machine. Ratios are taken within one run and travel better, not
perfectly: those of mocked calls have come out a quarter higher on a machine of the same kind that was slower. In
brackets: the quartiles of the rounds.`

try {
  say("building the package …")
  const built = await run(["npm", "run", "build"])
  if (built.code !== 0) throw new Error(`npm run build failed:\n${built.output}`)
  await installPeers(say)
  const sections: Array<string> = []
  for (const part of parts) if (wanted.includes(part)) sections.push(await measure[part]())
  line.clear()
  const report = `${[heading(), ...sections].join("\n\n")}\n`
  for (const file of [join(root, "reports/bench.md"), ...(options.out === undefined ? [] : [resolve(options.out)])]) {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, report)
  }
  process.stdout.write(report)
  process.stderr.write(`${paint("green", `reports/bench.md written in ${seconds(since)}`, process.stderr)}\n`)
} catch (cause) {
  line.clear()
  process.stderr.write(`${paint("red", cause instanceof Error ? cause.message : String(cause), process.stderr)}\n`)
  process.exit(1)
}
