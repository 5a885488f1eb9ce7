/** `npm run gate`: decides whether a change may reach callers. */
import { rmSync } from "node:fs"
import { mkdtemp } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "../contracts/process.ts"
import { hasPassed } from "./gate/finding.ts"
import { annotations } from "./gate/report/annotations.ts"
import type { GateReport } from "./gate/report/report.ts"
import { findingLines, lastLines, type Paint, stepLine } from "./gate/report/terminal.ts"
import { forgetReports, writeReports } from "./gate/report/write.ts"
import { type Gathered, placeOf, secrets, stepsOf } from "./gate/steps/all.ts"
import { runSteps } from "./gate/steps/schedule.ts"
import { perform, type StepResult } from "./gate/steps/step.ts"
import { endOnSignals, paint, progress, readOptions, refuse } from "./terminal.ts"

const help = `
Usage: npm run gate [-- --base <git ref>]

Says whether a change may reach callers: lint, generated files in step, types, the client's tests, breaking changes, the
contract suite, the flows, coverage of every claim, and no secret in any report. Every step runs, whatever fails.
Reports are written to reports/: gate.html to look at, gate.md for a pull request, gate.json and gate.xml for machines.

  --base <git ref>  what the specs are compared with; without it where the branch left main; on main the last release, else the commit before
  --help            this text

Exit codes: 0 all passed, 1 something failed, 2 a wrong option or a ref that git does not know.
`

/** Steps run in parallel. Most wait for servers and deadlines, so two processors can run three. */
const places = 3

const options = readOptions(help, { base: { type: "string" } })
endOnSignals()

const since = performance.now()
const at = new Date()
const line = progress()
const say = (text: string) => process.stdout.write(`${text}\n`)
const onStdout: Paint = (style, text) => paint(style, text)

if (options.base !== undefined) {
  const known = await run(["git", "rev-parse", "--verify", "--quiet", "--end-of-options", `${options.base}^{commit}`])
  if (known.code !== 0) refuse(help, `git knows no commit named "${options.base}".`)
}

const tell = (result: StepResult, underway: ReadonlyArray<string>) => {
  line.clear()
  say(stepLine(result, onStdout))
  if (underway.length > 0) line.show(`${underway.join(", ")} …`)
}

const inOrder = (results: ReadonlyArray<StepResult>) =>
  results.toSorted((one, other) => placeOf(one.name) - placeOf(other.name))

const scratch = await mkdtemp(join(tmpdir(), "token-exchange-gate-"))
process.once("exit", () => rmSync(scratch, { recursive: true, force: true }))
await forgetReports()

const gathered: Gathered = { changelog: "", claims: [] }
const reportOf = (results: ReadonlyArray<StepResult>): GateReport => ({
  passed: results.every(hasPassed),
  base: gathered.base,
  at,
  seconds: (performance.now() - since) / 1000,
  steps: inOrder(results),
  changelog: gathered.changelog,
  claims: gathered.claims,
})

const results = await runSteps(stepsOf({ given: options.base, scratch, gathered }), {
  places,
  since,
  progress: { started: (underway) => line.show(`${underway.join(", ")} …`), ended: tell },
})
await writeReports(reportOf(results))
const last = await perform(secrets, new Map(), since)
tell(last, [])
const report = reportOf([...results, last])
await writeReports(report)

for (const text of [...findingLines(report, onStdout), ...lastLines(report)]) say(text)
if (process.env.GITHUB_ACTIONS === "true") for (const command of annotations(report.steps)) say(command)
process.exitCode = report.passed ? 0 : 1
