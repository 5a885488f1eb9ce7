/** Runs after the suite and names every required claim that no exchange has shown. */
import { expect, test } from "@playwright/test"
import { readCoverage } from "../evidence/coverage.ts"
import { sentenceOf } from "../spec/sentence.ts"
import { targets } from "../target.ts"

for (const target of targets) {
  test(`every claim is shown on the ${target}`, async () => {
    const claims = (await readCoverage()).filter((one) => one.target === target)
    expect(claims.length).toBeGreaterThan(0)
    const missing = claims.filter(({ isCovered }) => !isCovered)
    expect(missing.map(({ claim, advice }) => `${sentenceOf(claim)}. ${advice}`)).toEqual([])
  })
}
