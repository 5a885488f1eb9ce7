/** The result of the gate, as all reports share it. */
import { type Finding, hasPassed } from "../finding.ts"
import type { Base, Gathered } from "../steps/all.ts"
import type { StepResult } from "../steps/step.ts"

export interface GateReport extends Readonly<Pick<Gathered, "changelog" | "claims">> {
  readonly passed: boolean
  readonly base: Base | undefined
  /** When it began. */
  readonly at: Date
  readonly seconds: number
  readonly steps: ReadonlyArray<StepResult>
}

export const errorsOf = ({ findings }: Pick<StepResult, "findings">): ReadonlyArray<Finding> =>
  findings.filter(({ severity }) => severity === "error")

/** Changes for callers, including those that break nobody. */
export const changesOf = ({ steps }: Pick<GateReport, "steps">): ReadonlyArray<Finding> =>
  steps.flatMap(({ findings }) => findings.filter(({ breaks }) => breaks !== undefined))

/** Who breaks, in words. */
export const whoBreaks = {
  senders: "breaks callers who send",
  readers: "breaks callers who read",
  both: "breaks every caller",
  nobody: "breaks nobody",
} as const

export const spot = ({ place }: Pick<Finding, "place">): string =>
  place === undefined ? "" : `${place.file}:${place.line}:${place.column}`

/** `9 passed, 0 failed`. */
export const tally = ({ steps }: Pick<GateReport, "steps">): string => {
  const passed = steps.filter(hasPassed).length
  return `${passed} passed, ${steps.length - passed} failed`
}

/** The verdict in one sentence. */
export const verdictOf = ({ steps }: Pick<GateReport, "steps">): string => {
  const failed = steps.filter((step) => !hasPassed(step))
  if (failed.length === 0) return `All ${steps.length} steps pass`
  const names = failed.map(({ name }) => name).join(", ")
  return `${failed.length} of ${steps.length} steps ${failed.length === 1 ? "fails" : "fail"}: ${names}`
}

/** What changed for callers, in one sentence. */
export const changesSentence = (report: Pick<GateReport, "steps" | "base">): string => {
  if (report.base === undefined) return "There is nothing to compare with: whether callers break is not known."
  const changes = changesOf(report)
  if (changes.length === 0) {
    const breaking = report.steps.find(({ name }) => name === "breaking")
    if (breaking !== undefined && !hasPassed(breaking)) return "Whether callers break is not known."
    return "Nothing changed for callers."
  }
  const counts = Object.entries(whoBreaks).flatMap(([breaks, who]) => {
    const count = changes.filter((change) => change.breaks === breaks).length
    return count === 0 ? [] : [`${count} ${who.replace("breaks", count === 1 ? "breaks" : "break")}`]
  })
  return `${changes.length} ${changes.length === 1 ? "change" : "changes"} for callers: ${counts.join(", ")}.`
}

/** How many claims the suite has shown, in one sentence. */
export const coverageSentence = ({ claims, steps }: Pick<GateReport, "claims" | "steps">): string => {
  if (claims.length === 0) return steps.find(({ name }) => name === "coverage")?.summary ?? "Coverage was not measured."
  const missing = claims.filter(({ isCovered }) => !isCovered).length
  return missing === 0
    ? `All ${claims.length} claims are shown.`
    : `${missing} of ${claims.length} claims ${missing === 1 ? "is" : "are"} not shown.`
}
