/** The gate's result as JUnit: a suite per step, with a case for the step and one per finding. */
import { html } from "../../docs/html.ts"
import { errorsOf, type Finding, hasPassed } from "../finding.ts"
import type { StepResult } from "../steps/step.ts"
import { type GateReport, spot, told } from "./report.ts"

/** Characters that XML 1.0 cannot represent. */
const unwritable = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu
const text = (value: string) => value.toWellFormed().replace(unwritable, "\u{fffd}")

/** A step that follows from another is skipped. */
const failuresOf = (step: StepResult): number =>
  errorsOf(step).length + Number(!hasPassed(step) && step.followsFrom === undefined)

const findingCase = (step: string, finding: Finding) => {
  const { severity, place } = finding
  const message = text(told(finding))
  const name = text(`${spot(finding)} ${message}`.trim())
  const at = place === undefined ? "" : html` file="${text(place.file)}" line="${place.line}"`
  const failure = severity === "error" ? html`<failure message="${message}">${message}</failure>` : ""
  return html`\n<testcase classname="${step}" name="${name}"${at} time="0">${failure}</testcase>`
}

const suite = (step: StepResult) => {
  const { name, findings, followsFrom, summary } = step
  const time = step.seconds.toFixed(3)
  const message = html`message="${text(summary)}"`
  const own = hasPassed(step)
    ? ""
    : followsFrom === undefined
      ? html`<failure ${message}/>`
      : html`<skipped ${message}/>`
  return html`
<testsuite name="${name}" tests="${findings.length + 1}" failures="${failuresOf(step)}" skipped="${followsFrom === undefined ? 0 : 1}" time="${time}">
<testcase classname="gate" name="${name}" time="${time}">${own}</testcase>${findings.map((one) => findingCase(name, one))}
</testsuite>`
}

export const junit = ({ steps, seconds }: Pick<GateReport, "steps" | "seconds">): string => {
  const failures = steps.reduce((sum, step) => sum + failuresOf(step), 0)
  const tests = steps.reduce((sum, { findings }) => sum + findings.length + 1, 0)
  return html`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="gate" tests="${tests}" failures="${failures}" time="${seconds.toFixed(3)}">${steps.map(suite)}
</testsuites>
`.html
}
