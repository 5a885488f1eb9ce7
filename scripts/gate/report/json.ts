/** The gate's result for machines. The claims are in reports/coverage.json. */
import { hasPassed } from "../finding.ts"
import { type GateReport, verdictOf } from "./report.ts"

/** `schemaVersion` is raised when readers of an earlier version would misread the file. */
export const json = ({ claims, names, steps, ...report }: GateReport): string =>
  `${JSON.stringify(
    {
      schemaVersion: 1,
      verdict: verdictOf({ steps, names }),
      ...report,
      steps: steps.map((step) => ({ ...step, passed: hasPassed(step) })),
      coverage: { claims: claims.length, covered: claims.filter(({ isCovered }) => isCovered).length },
    },
    undefined,
    2,
  )}\n`
