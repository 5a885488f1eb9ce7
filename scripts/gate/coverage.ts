/** Which claims the last run of the contract suite has shown, by its exchanges. Written to reports/coverage.json. */
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { type CoveredClaim, readCoverage } from "../../contracts/evidence/coverage.ts"
import { sentenceOf } from "../../contracts/spec/sentence.ts"
import { root } from "../../contracts/spec/specs.ts"
import type { Finding, Verdict } from "./finding.ts"
import { type Failures, failureKey } from "./steps/playwright.ts"

/** A claim whose test failed is not shown, whatever was sent. It is that test's finding, and no further one. */
export const coverage = async (
  failures: Failures,
): Promise<Verdict & { readonly claims: ReadonlyArray<CoveredClaim> }> => {
  const claims = (await readCoverage()).map((one) => {
    const failure = failures.get(failureKey(one.target, one.claim))
    return failure === undefined ? one : { ...one, isCovered: false, advice: failure }
  })
  const uncovered = claims.filter(({ isCovered }) => !isCovered)
  const untold = uncovered.filter(({ target, claim }) => !failures.has(failureKey(target, claim)))
  const covered = claims.length - uncovered.length
  const failed = uncovered.length - untold.length
  await mkdir(join(root, "reports"), { recursive: true })
  await writeFile(join(root, "reports/coverage.json"), `${JSON.stringify({ covered, claims }, null, 1)}\n`)
  const findings = untold.map(
    ({ claim, target, advice, place }): Finding => ({
      severity: "error",
      message: `Not shown on the ${target}: ${sentenceOf(claim)}. ${advice}`,
      place,
    }),
  )
  return {
    claims,
    findings,
    summary: `${covered} of ${claims.length} claims${failed === 0 ? "" : `; ${failed} of the rest follow from contracts`}`,
    ...(failed > 0 && findings.length === 0 && { followsFrom: "contracts" }),
  }
}
