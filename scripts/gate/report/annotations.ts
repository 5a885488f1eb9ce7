/** GitHub's workflow commands: each finding at its file and line in the pull request. */
import type { StepResult } from "../steps/step.ts"
import { whoBreaks } from "./report.ts"

/** @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions */
const data = (text: string) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")
const property = (text: string) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C")

export const annotations = (steps: ReadonlyArray<Pick<StepResult, "name" | "findings">>): ReadonlyArray<string> =>
  steps.flatMap(({ name, findings }) =>
    findings.map(({ severity, message, place, breaks }) => {
      const title = breaks === undefined ? name : `${name}: ${whoBreaks[breaks]}`
      const at =
        place === undefined
          ? []
          : [
              ["file", place.file],
              ["line", place.line],
              ["col", place.column],
            ]
      const properties = [...at, ["title", title]].map(([key, value]) => `${key}=${property(String(value))}`)
      return `::${severity === "error" ? "error" : "notice"} ${properties.join(",")}::${data(message)}`
    }),
  )
