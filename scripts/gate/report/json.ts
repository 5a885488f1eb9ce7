/** The gate's result for machines. The claims are in reports/coverage.json. */
import { hasPassed } from "../finding.ts"
import { type GateReport, verdictOf } from "./report.ts"

/** Raised when readers of an earlier version would misread the file. */
const schemaVersion = 1

const milliseconds = (seconds: number) => Math.round(seconds * 1000)

export const json = (report: GateReport): string => {
  const { passed, base, at, seconds, steps, changelog, claims } = report
  return `${JSON.stringify(
    {
      schemaVersion,
      passed,
      verdict: verdictOf(report),
      base: base ?? null,
      at: at.toISOString(),
      milliseconds: milliseconds(seconds),
      steps: steps.map((step) => ({
        name: step.name,
        passed: hasPassed(step),
        ...(step.followsFrom && { followsFrom: step.followsFrom }),
        start: milliseconds(step.start),
        milliseconds: milliseconds(step.seconds),
        summary: step.summary,
        findings: step.findings,
      })),
      coverage: { claims: claims.length, covered: claims.filter(({ isCovered }) => isCovered).length },
      changelog,
    },
    undefined,
    2,
  )}\n`
}
