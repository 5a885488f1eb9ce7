/** The gate on a terminal: a line per step, and under it its first findings. */
import { paint } from "../../terminal.ts"
import type { Finding } from "../finding.ts"
import type { StepResult } from "../steps/step.ts"
import { firstFindings, markOf, rest, spot, whoBreaks } from "./report.ts"

const styles = { "–": "dim", "✓": "green", "✗": "red" } as const

/** Characters of a message: the compiler's are longer than a screen. */
const longest = 400

const cut = (text: string) =>
  text.length > longest ? `${text.slice(0, longest)} … (all of it: reports/findings.txt)` : text

/** Who breaks, the place and the message. */
const findingLine = (finding: Finding): string => {
  const mark = finding.severity === "error" ? paint("red", "✗") : paint("yellow", "·")
  const who = finding.breaks === undefined ? "" : paint("bold", `${whoBreaks[finding.breaks]} `)
  const where = finding.place === undefined ? "" : paint("cyan", `${spot(finding)} `)
  return `  ${mark} ${who}${where}${cut(finding.message).replaceAll("\n", "\n    ")}`
}

export const stepLines = (step: StepResult): ReadonlyArray<string> => {
  const { first, others } = firstFindings(step.findings)
  const mark = markOf(step)
  return [
    `${paint(styles[mark], mark)} ${step.name.padEnd(10)} ${`${step.seconds.toFixed(1)} s`.padStart(7)}  ${step.summary}`,
    ...first.map(findingLine),
    ...(others.length === 0 ? [] : [`    ${rest(others.length)}`]),
  ]
}
