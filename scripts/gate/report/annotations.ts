/** GitHub's workflow commands: the findings at their files and lines in the pull request, the most urgent first. */
import type { Finding } from "../finding.ts"
import { firstFindings, type GateReport, rest, whoBreaks } from "./report.ts"

/** @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions */
const data = (text: string) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")
const property = (text: string) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C")

/** GitHub keeps so many annotations of a kind from one step of a workflow, which the gate is. */
const kept = 10

export const annotations = ({ steps }: Pick<GateReport, "steps">): ReadonlyArray<string> =>
  (["error", "note"] as const).flatMap((severity) => {
    const all = steps.flatMap(({ name, findings }) => {
      const own = findings.filter((one) => one.severity === severity)
      const { first } = firstFindings(own)
      return first.map((finding) => annotation(name, finding))
    })
    const count = steps.flatMap(({ findings }) => findings).filter((one) => one.severity === severity).length
    if (count === all.length && count <= kept) return all
    const shown = all.slice(0, kept - 1)
    return [...shown, annotation("gate", { severity, message: rest(count - shown.length) })]
  })

const annotation = (step: string, { severity, message, place, breaks }: Finding): string => {
  const title = breaks === undefined ? step : `${step}: ${whoBreaks[breaks]}`
  const at = place && { file: place.file, line: place.line, col: place.column }
  const properties = Object.entries({ ...at, title }).map(([key, value]) => `${key}=${property(String(value))}`)
  return `::${severity === "error" ? "error" : "notice"} ${properties.join(",")}::${data(message)}`
}
