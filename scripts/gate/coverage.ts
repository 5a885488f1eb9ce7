/** Which claims the last run of the contract suite has shown, by its exchanges. */
import { statSync } from "node:fs"
import { mkdir, readdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { type CoveredClaim, readCoverage } from "../../contracts/evidence/coverage.ts"
import { sentenceOf } from "../../contracts/spec/sentence.ts"
import { formatProblem, root } from "../../contracts/spec/specs.ts"
import { paint, readOptions } from "../terminal.ts"
import type { Finding, Verdict } from "./finding.ts"
import { type Failures, failureKey } from "./steps/playwright.ts"

export type { CoveredClaim } from "../../contracts/evidence/coverage.ts"
export type { MaskedExchange } from "../../contracts/evidence/masked.ts"

const help = `
Usage: node scripts/gate/coverage.ts

Reports which claims the last run of the contract suite has shown: each keyword of each request satisfied and violated,
each answer by example and header, each outcome, failure, recorded exchange, flow step and scene. Run
\`npm run contracts\` first. Writes reports/coverage.json.

Exit codes: 0 every claim is shown, 1 a claim is not, or the run is older than what it ran, 2 a wrong option.
`

const report = "reports/coverage.json"

/** Files that a run of the suite depends on. */
const sources = ["contracts", "generated", "specs", "src"]

/** A claim whose test failed is not shown, whatever was sent. It is that test's finding, and no further one. */
export const coverage = async (
  failures: Failures = new Map(),
): Promise<Verdict & { readonly claims: ReadonlyArray<CoveredClaim> }> => {
  const run = await readCoverage()
  const stale = run === undefined ? [missing] : await changedSince(run.begun)
  const claims = (run?.claims ?? []).map((one) => {
    const failure = failures.get(failureKey(one.target, one.claim))
    return failure === undefined ? one : { ...one, isCovered: false, advice: failure }
  })
  const uncovered = claims.filter(({ isCovered }) => !isCovered)
  const untold = uncovered.filter(({ target, claim }) => !failures.has(failureKey(target, claim)))
  const covered = claims.length - uncovered.length
  const failed = uncovered.length - untold.length
  await mkdir(join(root, "reports"), { recursive: true })
  await writeFile(join(root, report), `${JSON.stringify({ covered, claims }, null, 1)}\n`)
  return {
    claims,
    summary: `${covered} of ${claims.length} claims${failed === 0 ? "" : `; ${failed} of the rest follow from contracts`}`,
    ...(failed > 0 && untold.length + stale.length === 0 && { followsFrom: "contracts" }),
    findings: [
      ...stale,
      ...untold.map(
        ({ claim, target, advice, place }): Finding => ({
          severity: "error",
          message: `Not shown on the ${target}: ${sentenceOf(claim)}. ${advice}`,
          place,
        }),
      ),
    ],
  }
}

const missing: Finding = {
  severity: "error",
  message: "The contract suite has not run here: run `npm run contracts`.",
}

/** A file that was edited after a run began is not covered by that run. */
const changedSince = async (begun: Date): Promise<ReadonlyArray<Finding>> => {
  const files = await Promise.all(
    sources.map(async (folder) => {
      const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
      return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    }),
  )
  const changed = files.flat().find((file) => statSync(file).mtime > begun)
  if (changed === undefined) return []
  const file = changed.slice(root.length + 1)
  return [
    {
      severity: "error",
      message: `${file} is newer than the last run of the contract suite: run \`npm run contracts\`.`,
      place: { file, line: 1, column: 1 },
    },
  ]
}

if (import.meta.main) {
  readOptions(help, {})
  const { findings, summary } = await coverage()
  for (const { message, place } of findings) {
    const text = place === undefined ? message : formatProblem({ ...place, message })
    process.stderr.write(`${paint("red", text, process.stderr)}\n`)
  }
  process.stdout.write(`${summary}\n`)
  process.exitCode = findings.length === 0 ? 0 : 1
}
