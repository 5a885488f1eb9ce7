/** Lints the specs and flows with Redocly, and the code with Biome. Warnings count as errors. */
import { stripVTControlCharacters } from "node:util"
import { bin, run } from "../../../contracts/process.ts"
import type { Problem } from "../../../contracts/spec/specs.ts"
import { lintSpecs } from "../../generate/lint.ts"
import type { Finding, Verdict } from "../finding.ts"

export const lintAll = async (): Promise<Verdict> => {
  const [{ problems }, code] = await Promise.all([lintSpecs(), lintCode()])
  const findings = [...problems.map(findingOf), ...code]
  return { findings, summary: findings.length === 0 ? "nothing found in specs and code" : `${findings.length} found` }
}

export const findingOf = ({ message, ...place }: Problem): Finding => ({ severity: "error", message, place })

const lintCode = async (): Promise<ReadonlyArray<Finding>> => {
  const { stdout, stderr } = await run(
    bin("@biomejs/biome/bin/biome", "ci", "--error-on-warnings", "--reporter=json", "--max-diagnostics=none", "."),
  )
  const text = stripVTControlCharacters(stdout).trim()
  if (text === "") throw new Error(`biome printed no JSON:\n${stderr}`)
  return biomeFindings(JSON.parse(text))
}

interface Diagnostic {
  readonly category?: string
  readonly message: string
  readonly location?: {
    readonly path?: string
    readonly start?: { readonly line: number; readonly column: number }
  }
}

/** The findings in Biome's JSON output. Line 0 stands for a whole file. */
export const biomeFindings = (output: { readonly diagnostics: ReadonlyArray<Diagnostic> }): ReadonlyArray<Finding> => {
  const lineOf = ({ location }: Diagnostic) => location?.start?.line ?? 0
  const diagnostics = output.diagnostics.toSorted((one, other) => lineOf(one) - lineOf(other))
  // Only the first error of a file that cannot be parsed: later ones are mostly its consequences.
  const isParse = ({ category }: Diagnostic) => category === "parse"
  const firstIn = (path?: string) => diagnostics.find((one) => isParse(one) && one.location?.path === path)
  return diagnostics
    .filter((one) => !isParse(one) || one === firstIn(one.location?.path))
    .map(({ category, message, location: { path, start } = {} }) => ({
      severity: "error",
      message:
        category === "format"
          ? "It is not formatted. Run: npm run format"
          : `${message}${category === undefined ? "" : ` (${category})`}`,
      ...(path && {
        place: { file: path, line: Math.max(1, start?.line ?? 1), column: Math.max(1, start?.column ?? 1) },
      }),
    }))
}
