/** `npm run lint:specs`: lints the specs and the flows with Redocly. Warnings count as errors. */
import { formatProblem } from "../contracts/spec/specs.ts"
import { lintSpecs } from "./generate/lint.ts"
import { paint, readOptions } from "./terminal.ts"

const help = `
Usage: npm run lint:specs

Lints the specs and the flows under specs/ with Redocly's recommended-strict rules and our own (redocly.yaml).

Exit codes: 0 nothing found, 1 a finding, 2 a wrong option.
`

readOptions(help, {})

const { files, problems } = await lintSpecs()
for (const problem of problems) process.stderr.write(`${paint("red", formatProblem(problem), process.stderr)}\n`)
if (problems.length === 0) process.stdout.write(`${files} files, nothing found\n`)
process.exitCode = problems.length === 0 ? 0 : 1
