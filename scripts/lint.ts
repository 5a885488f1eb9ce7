/** `npm run lint:specs`: lints the specs and the flows with Redocly. Warnings count as errors. */
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { acceptedBreaks, formatProblem, root } from "../contracts/spec/specs.ts"
import { lint } from "./generate/lint.ts"
import { paint, readOptions } from "./terminal.ts"

const help = `
Usage: npm run lint:specs

Lints the specs and the flows under specs/ with Redocly's recommended-strict rules and our own (redocly.yaml).

Exit codes: 0 nothing found, 1 a finding, 2 a wrong option.
`

readOptions(help, {})

const names = (await readdir(join(root, "specs")))
  .filter((name) => name.endsWith(".yaml") && name !== acceptedBreaks)
  .sort()
const problems = await lint(names.map((name) => `specs/${name}`))
for (const problem of problems) process.stderr.write(`${paint("red", formatProblem(problem), process.stderr)}\n`)
if (problems.length === 0) process.stdout.write(`${names.length} files, nothing found\n`)
process.exitCode = problems.length === 0 ? 0 : 1
