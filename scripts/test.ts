/** `npm test`: everything that needs no network and no credentials. */
import { mkdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "../contracts/spec/specs.ts"
import { errorsOf, hasPassed } from "./gate/finding.ts"
import { findingsText } from "./gate/report/report.ts"
import { keepSeconds, lastSeconds, say, teller } from "./gate/run.ts"
import { inOrder, nothingGathered, testSteps } from "./gate/steps/all.ts"
import { runSteps } from "./gate/steps/schedule.ts"
import { endOnSignals, readOptions, seconds } from "./terminal.ts"

const help = `
Usage: npm test

Lints specs and code, compares generated/ and the code and tables of README and docs with what they come from, holds the
package to its size, type-checks, runs the unit tests with the examples, and the contract suite against the mocks and the
simulator. What could only follow from a failure is not run. Each step shows its first five findings, reports/findings.txt has all.

Exit codes: 0 all passed, 1 something failed, 2 a wrong option.
`

readOptions(help, {})
endOnSignals()

const reports = join(root, "reports")
await rm(reports, { recursive: true, force: true })
await mkdir(reports, { recursive: true })

const since = performance.now()
const gathered = nothingGathered()
const steps = testSteps(gathered)
const results = inOrder(await runSteps(steps, teller(steps, since, lastSeconds("test"))))
await writeFile(join(reports, "findings.txt"), findingsText({ steps: results }))
keepSeconds("test", results, (performance.now() - since) / 1000)

const count = (numbers: ReadonlyArray<number>) => numbers.reduce((sum, one) => sum + one, 0)
const passed = count(results.map((result) => result.tests ?? Number(hasPassed(result))))
const failed = count(results.map((result) => errorsOf(result).length + Number(result.followsFrom !== undefined)))
const cases = [...(gathered.suite?.passed ?? [])].map((one) => one.join(" "))
say(`\ncontract cases: ${cases.join(", ")}`)
say(`reports/ has every case by name. ${seconds(since)}`)
say(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
