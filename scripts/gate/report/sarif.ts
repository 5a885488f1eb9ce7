/** The gate's result as SARIF, for code scanning: a rule per step, a result per finding. */
import { urgentFirst } from "../finding.ts"
import { type GateReport, whoBreaks } from "./report.ts"

/** GitHub shows so many results of a run, and refuses one without a place. */
const shown = 5_000
const somewhere = { file: "package.json", line: 1, column: 1 }

/** @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export const sarif = ({ steps }: Pick<GateReport, "steps">): string => {
  const results = steps.flatMap(({ name, findings }) =>
    urgentFirst(findings).map(({ severity, message, breaks, place = somewhere }) => ({
      ruleId: name,
      level: severity,
      message: { text: breaks === undefined ? message : `${whoBreaks[breaks]}: ${message}` },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: encodeURI(place.file) },
            region: { startLine: place.line, startColumn: place.column },
          },
        },
      ],
    })),
  )
  const driver = { name: "token-exchange gate", rules: steps.map(({ name }) => ({ id: name })) }
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results: results.slice(0, shown) }],
  }
  return `${JSON.stringify(log, undefined, 2)}\n`
}
