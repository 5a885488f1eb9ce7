/** The gate on a terminal: a line per step as it ends, then every finding by step, and a summary. */
import type { styleText } from "node:util"
import { type Finding, hasPassed } from "../finding.ts"
import type { StepResult } from "../steps/step.ts"
import { type GateReport, spot, tally, whoBreaks } from "./report.ts"

export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string

export const stepLine = (step: StepResult, paint: Paint): string => {
  const mark = hasPassed(step) ? paint("green", "✓") : paint("red", "✗")
  return `${mark} ${step.name.padEnd(10)} ${`${step.seconds.toFixed(1)} s`.padStart(7)}  ${step.summary}`
}

/** Who breaks, the place and the message. */
const findingLine = (finding: Finding, paint: Paint): string => {
  const mark = finding.severity === "error" ? paint("red", "✗") : paint("yellow", "·")
  const who = finding.breaks === undefined ? "" : paint("bold", `${whoBreaks[finding.breaks]} `)
  const where = spot(finding)
  return `  ${mark} ${who}${where === "" ? "" : `${paint("cyan", where)} `}${finding.message}`
}

export const findingLines = ({ steps }: Pick<GateReport, "steps">, paint: Paint): ReadonlyArray<string> =>
  steps.flatMap((step) =>
    step.findings.length === 0
      ? []
      : ["", paint("bold", step.name), ...step.findings.map((finding) => findingLine(finding, paint))],
  )

export const lastLines = (report: GateReport): ReadonlyArray<string> => [
  "",
  `Compared with ${report.base?.label ?? "nothing: there is no history"}. reports/gate.html shows the exchanges behind every claim.`,
  `${tally(report)} in ${report.seconds.toFixed(1)} s`,
]
