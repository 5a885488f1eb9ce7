/** `npm test`: everything that needs no network and no credentials. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { bin, type Ran, run } from "../contracts/process.ts"
import { claimsIn } from "../contracts/spec/claim.ts"
import { root } from "../contracts/spec/specs.ts"
import { endOnSignals, paint, progress, readOptions, seconds } from "./terminal.ts"

const help = `
Usage: npm test

Lints specs and code, compares generated/ and the README's code with what they come from, holds the package to its size,
type-checks, runs the unit tests with the examples, and the contract suite against the mocks and the simulator.
Every part runs, whatever fails. Reports are written to reports/.

Exit codes: 0 all passed, 1 something failed, 2 a wrong option.
`

readOptions(help, {})
endOnSignals()

const reports = join(root, "reports")

interface Step {
  readonly name: string
  readonly command: ReadonlyArray<string>
  /** A JUnit report to count tests in. A step without one counts as one test. */
  readonly junit?: string
}

const script = (path: string, ...args: ReadonlyArray<string>) => [
  process.execPath,
  join(root, "scripts", path),
  ...args,
]

/** Independent of each other: two at a time. */
const checks: ReadonlyArray<Step> = [
  { name: "types", command: bin("typescript/bin/tsc") },
  { name: "specs", command: script("lint.ts") },
  { name: "readme", command: script("readme.ts", "--check") },
  { name: "size", command: script("size.ts") },
  { name: "generated", command: script("generate.ts", "--check") },
  { name: "code", command: bin("@biomejs/biome/bin/biome", "ci", "--error-on-warnings", "--colors=off", ".") },
  { name: "unit", command: bin("vitest/vitest.mjs", "run"), junit: "unit.xml" },
]

/** Alone, since it waits for servers. */
const contracts: Step = {
  name: "contracts",
  command: bin("@playwright/test/cli.js", "test", "--config", "contracts"),
  junit: "contracts.xml",
}

interface Result extends Ran {
  readonly step: Step
  readonly passed: number
  readonly failed: number
  /** Tests of the contract suite, by the provider of their first claim. */
  readonly groups: ReadonlyMap<string, number>
}

const judge = async (step: Step, ran: Ran): Promise<Result> => {
  await writeFile(join(reports, `${step.name}.txt`), ran.output)
  if (step.junit === undefined) {
    return { ...ran, step, passed: ran.code === 0 ? 1 : 0, failed: ran.code === 0 ? 0 : 1, groups: new Map() }
  }
  const xml = await readFile(join(reports, step.junit), "utf8").catch(() => "")
  const sum = (attribute: string) =>
    [...xml.matchAll(/<testsuite .*?>/g)]
      .map(([tag]) => Number(new RegExp(` ${attribute}="(\\d+)"`).exec(tag)?.[1] ?? 0))
      .reduce((total, count) => total + count, 0)
  const failed = sum("failures") + sum("errors")
  const passed = sum("tests") - failed - sum("skipped")
  const groups = new Map(
    [...Map.groupBy(providersIn(xml), (provider) => provider)].map(([one, all]) => [one, all.length]),
  )
  // A runner that fails without a failing test, or without tests, counts as failed.
  const isSilent = failed === 0 && (ran.code !== 0 || passed === 0)
  return { ...ran, step, passed, failed: isSilent ? 1 : failed, groups }
}

/** The provider of each test, by its first claim. */
const providersIn = (xml: string): ReadonlyArray<string> =>
  [...xml.matchAll(/<testcase [^>]*>\s*<properties>\s*<property name="(claim)" value="([^"]*)"/g)].flatMap(
    ([, type = "", value = ""]) =>
      claimsIn([{ type, description: value.replaceAll("&quot;", '"').replaceAll("&amp;", "&") }]).map(
        ({ provider }) => provider,
      ),
  )

const line = progress()
const since = performance.now()
const underway = new Set<string>()

const perform = async (step: Step): Promise<Result> => {
  const started = performance.now()
  underway.add(step.name)
  line.show(`${[...underway].join(", ")} …`)
  const result = await judge(step, await run(step.command))
  underway.delete(step.name)
  line.clear()
  const { passed, failed } = result
  const mark = failed === 0 ? paint("green", "✓") : paint("red", "✗")
  const count = step.junit === undefined ? "" : `  ${passed} passed, ${failed} failed`
  process.stdout.write(`${mark} ${step.name.padEnd(10)} ${seconds(started).padStart(7)}${count}\n`)
  if (failed > 0) process.stdout.write(`${result.output.trimEnd()}\n`)
  return result
}

/** Two workers on one queue. */
const performAll = async (steps: ReadonlyArray<Step>): Promise<ReadonlyArray<Result>> => {
  const queue = [...steps]
  const results: Array<Result> = []
  const work = async () => {
    for (let step = queue.shift(); step !== undefined; step = queue.shift()) results.push(await perform(step))
  }
  await Promise.all([work(), work()])
  return results
}

await rm(reports, { recursive: true, force: true })
await mkdir(reports, { recursive: true })
const results = [...(await performAll(checks)), await perform(contracts)]
const groups = results.flatMap(({ step, groups }) => (step === contracts ? [...groups] : []))
process.stdout.write(`\ncontract cases: ${groups.map(([name, count]) => `${name} ${count}`).join(", ")}\n`)
process.stdout.write(`reports/ has every case by name. ${seconds(since)}\n`)
const total = (count: (result: Result) => number) => results.map(count).reduce((sum, one) => sum + one, 0)
const failed = total((result) => result.failed)
process.stdout.write(`${total((result) => result.passed)} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
