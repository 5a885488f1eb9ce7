/** `npm run gate`: decides whether a change may reach callers. */
import { run } from "../contracts/process.ts"
import { acceptedBreaks } from "../contracts/spec/specs.ts"
import { hasPassed } from "./gate/finding.ts"
import { annotations } from "./gate/report/annotations.ts"
import { providerNames } from "./gate/report/names.ts"
import { type GateReport, tally, verdictOf } from "./gate/report/report.ts"
import { forgetReports, writeReports } from "./gate/report/write.ts"
import { keepSeconds, lastSeconds, say, teller } from "./gate/run.ts"
import { gateSteps, inOrder, nothingGathered, secrets } from "./gate/steps/all.ts"
import { runSteps } from "./gate/steps/schedule.ts"
import type { StepResult } from "./gate/steps/step.ts"
import { endOnSignals, paint, readOptions, refuse } from "./terminal.ts"

const help = `
Usage: npm run gate [-- --base <git ref>]

Says whether a change may reach callers: breaking changes first, then lint, generated files in step, types, the client's
tests, the contract suite, the flows, coverage of every claim, and no secret in any report. What could only follow from
a failure is not run. Each step shows its first five findings; the last line is the verdict.
Reports are written to reports/: gate.html to look at, gate.md for a pull request, gate.json, gate.xml and gate.sarif for
machines, findings.txt with every finding.

  --base <git ref>  what the specs are compared with; without it where the branch left main; on main the last release, else the commit before
  --help            this text

Exit codes: 0 all passed, 1 something failed, 2 a wrong option or a ref that git does not know.
`

const options = readOptions(help, { base: { type: "string" } })
endOnSignals()

const since = performance.now()
const at = new Date()

if (options.base !== undefined) {
  const known = await run(["git", "rev-parse", "--verify", "--quiet", "--end-of-options", `${options.base}^{commit}`])
  if (known.code !== 0) refuse(help, `git knows no commit named "${options.base}".`)
}

await forgetReports()
const names = await providerNames()
const gathered = nothingGathered()
const reportOf = (results: ReadonlyArray<StepResult>): GateReport => ({
  changelog: gathered.changelog,
  acceptance: gathered.acceptance,
  claims: gathered.claims,
  passed: results.every(hasPassed),
  base: gathered.base,
  at,
  seconds: (performance.now() - since) / 1000,
  steps: inOrder(results),
  names,
})

const steps = gateSteps(options.base, gathered)
const telling = teller([...steps, secrets], since, lastSeconds("gate"))
const results = await runSteps(steps, telling)
await writeReports(reportOf(results))
const report = reportOf([...results, ...(await runSteps([secrets], telling))])
await writeReports(report)
keepSeconds("gate", report.steps, report.seconds)

if (process.env.GITHUB_ACTIONS === "true") for (const command of annotations(report)) say(command)
say(`\nCompared with ${gathered.base?.label ?? "nothing"}. reports/gate.html shows the exchanges behind every claim.`)
if (report.acceptance !== "") say(`reports/gate.md has what to add to specs/${acceptedBreaks}, if a break is meant.`)
say(`${tally(report)} in ${report.seconds.toFixed(1)} s`)
say(paint(report.passed ? "green" : "red", `${report.passed ? "✓" : "✗"} ${verdictOf(report)}`))
process.exitCode = report.passed ? 0 : 1
