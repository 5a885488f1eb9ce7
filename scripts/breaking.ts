/** `npm run breaking`: who breaks by the change of specs, and what its author is to write. */
import { acceptedBreaks } from "../contracts/spec/specs.ts"
import { breakingChanges } from "./gate/breaking.ts"
import { type Finding, hasPassed } from "./gate/finding.ts"
import { spot, told } from "./gate/report/report.ts"
import { endOnSignals, paint, readOptions } from "./terminal.ts"

const help = `
Usage: npm run breaking [-- --base <git ref>]

Says in seconds who breaks by what changed in the specs, committed or not, and what to write about it: the entry of
specs/${acceptedBreaks}, the version and the words of CHANGELOG.md. A change that breaks callers, or that removes a
recorded exchange, fails until it is accepted.

  --base <git ref>  what to compare with. Otherwise: where this branch left the default branch; on that branch itself the
                    last release, else the commit before
  --help            this text

Exit codes: 0 nothing breaks, or all of it is accepted; 1 something does, or nothing could be compared; 2 a wrong option.
`

const { base: given } = readOptions(help, { base: { type: "string" } })
endOnSignals()

const say = (text: string) => process.stdout.write(`${text}\n`)

const { findings, summary, base, changelog, acceptance, versions } = await breakingChanges(given)

const show = (finding: Finding) => {
  const isError = finding.severity === "error"
  const stream = isError ? process.stderr : process.stdout
  stream.write(`${paint(isError ? "red" : "dim", `${spot(finding)} ${told(finding)}`.trim(), stream)}\n`)
}
for (const severity of ["error", "note"]) for (const one of findings) if (one.severity === severity) show(one)

if (acceptance !== "") say(`\nIf it is meant, add to specs/${acceptedBreaks}, with your reason:\n\n${acceptance}`)
for (const { place, before, least } of versions) {
  say(`${place.file}:${place.line}:${place.column} info.version: ${before} → ${least}`)
}
if (changelog !== "") say(`\nCHANGELOG.md:\n\n${changelog}`)
say(base === undefined ? summary : `${summary}, since ${base.label}`)
process.exitCode = hasPassed({ findings, summary }) ? 0 : 1
