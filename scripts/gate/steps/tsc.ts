/** Type-checks the repository: generated types, client, suite and examples. */
import { bin, run } from "../../../contracts/process.ts"
import type { Finding, Verdict } from "../finding.ts"

export const typeCheck = async (signal?: AbortSignal): Promise<Verdict> => {
  const { code, output } = await run(bin("typescript/bin/tsc", "--pretty", "false"), { ...(signal && { signal }) })
  const findings = tscFindings(output)
  if (code !== 0 && findings.length === 0) throw new Error(`tsc ended with code ${code}:\n${output}`)
  return {
    findings,
    summary:
      findings.length === 0
        ? "everything compiles"
        : `${findings.length} type ${findings.length === 1 ? "error" : "errors"}`,
  }
}

const located = /^(?<file>[^(\n]+)\((?<line>\d+),(?<column>\d+)\): (?:error|warning) (?<message>.*)$/
const bare = /^(?:error|warning) (?<message>TS\d+: .*)$/

/** Reads tsc's output without colours: a line per error, and indented lines of detail. */
export const tscFindings = (output: string): ReadonlyArray<Finding> => {
  const findings: Array<Finding> = []
  for (const line of output.split(/\r?\n/)) {
    const { file, line: row, column, message } = (located.exec(line) ?? bare.exec(line))?.groups ?? {}
    const last = findings.at(-1)
    if (message !== undefined) {
      const place = file === undefined ? {} : { place: { file, line: Number(row), column: Number(column) } }
      findings.push({ severity: "error", message, ...place })
    } else if (/^\s+\S/.test(line) && last !== undefined) {
      findings[findings.length - 1] = { ...last, message: `${last.message} ${line.trim()}` }
    }
  }
  return findings
}
