/** The gate's result as JUnit: a suite per step, with a case for the step and one per finding. */
import { errorsOf, hasPassed } from "../finding.ts"
import type { StepResult } from "../steps/step.ts"
import { type GateReport, spot } from "./report.ts"

// Characters that XML 1.0 cannot represent.
const unwritable = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
}

const text = (value: string) =>
  value
    .toWellFormed()
    .replace(unwritable, "\u{fffd}")
    .replace(/[&<>"\t\n\r]/g, (character) => escapes[character] ?? "")

/** A step that follows from another is skipped. */
const failuresOf = (step: StepResult): number =>
  errorsOf(step).length + Number(!hasPassed(step) && step.followsFrom === undefined)

const suite = (step: StepResult): string => {
  const cases = step.findings.map((finding) => {
    const where = spot(finding)
    const name = text([where, finding.message].filter((part) => part !== "").join(" "))
    const at = finding.place === undefined ? "" : ` file="${text(finding.place.file)}" line="${finding.place.line}"`
    const open = `    <testcase classname="${text(step.name)}" name="${name}"${at} time="0"`
    return finding.severity === "note"
      ? `${open}/>`
      : `${open}><failure message="${text(finding.message)}">${text(where)}</failure></testcase>`
  })
  const how = step.followsFrom === undefined ? "failure" : "skipped"
  const own = hasPassed(step) ? "/>" : `><${how} message="${text(step.summary)}"/></testcase>`
  return [
    `  <testsuite name="${text(step.name)}" tests="${step.findings.length + 1}" failures="${failuresOf(step)}" skipped="${Number(step.followsFrom !== undefined)}" time="${step.seconds.toFixed(3)}">`,
    `    <testcase classname="gate" name="${text(step.name)}" time="${step.seconds.toFixed(3)}"${own}`,
    ...cases,
    "  </testsuite>",
  ].join("\n")
}

export const junit = ({ steps, seconds }: Pick<GateReport, "steps" | "seconds">): string => {
  const failures = steps.reduce((sum, step) => sum + failuresOf(step), 0)
  const tests = steps.reduce((sum, { findings }) => sum + findings.length + 1, 0)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="gate" tests="${tests}" failures="${failures}" time="${seconds.toFixed(3)}">`,
    ...steps.map(suite),
    "</testsuites>",
    "",
  ].join("\n")
}
