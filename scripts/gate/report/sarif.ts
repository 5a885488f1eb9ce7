/** The gate's result as SARIF, for code scanning: a rule per step, a result per finding. */
import { urgentFirst } from "../finding.ts"
import { type GateReport, told } from "./report.ts"

/** GitHub shows so many results of a run, and refuses one without a place. */
const shown = 5_000
const somewhere = { file: "package.json", line: 1, column: 1 }

/** @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export const sarif = ({ steps }: Pick<GateReport, "steps">): string => {
  const results = steps.flatMap(({ name, findings }) =>
    urgentFirst(findings).map((finding) => {
      const { file, line, column } = finding.place ?? somewhere
      const physicalLocation = {
        artifactLocation: { uri: encodeURI(file) },
        region: { startLine: line, startColumn: column },
      }
      return {
        ruleId: name,
        level: finding.severity,
        message: { text: told(finding) },
        locations: [{ physicalLocation }],
      }
    }),
  )
  const driver = { name: "token-exchange gate", rules: steps.map(({ name }) => ({ id: name })) }
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results: results.slice(0, shown) }],
  }
  return `${JSON.stringify(log, undefined, 2)}\n`
}
