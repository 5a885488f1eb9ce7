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
  return biomeFindings(text)
}

interface Diagnostic {
  readonly category?: string
  readonly message: string
  readonly location?: {
    readonly path?: string
    readonly start?: { readonly line: number; readonly column: number }
  }
}

interface BiomeOutput {
  readonly diagnostics: ReadonlyArray<Diagnostic>
}

/** Only the first error of a file that cannot be parsed: later ones are mostly its consequences. */
const firstOfParse = (diagnostics: ReadonlyArray<Diagnostic>): ReadonlyArray<Diagnostic> => {
  const unparsable = diagnostics
    .filter(({ category }) => category === "parse")
    .sort((one, other) => (one.location?.start?.line ?? 0) - (other.location?.start?.line ?? 0))
  const firsts = [...Map.groupBy(unparsable, ({ location }) => location?.path).values()].flatMap(
    ([first]) => first ?? [],
  )
  return [...firsts, ...diagnostics.filter(({ category }) => category !== "parse")]
}

/** The findings in Biome's JSON output. Line 0 stands for a whole file. */
export const biomeFindings = (output: string): ReadonlyArray<Finding> =>
  firstOfParse((JSON.parse(output) as BiomeOutput).diagnostics).map(({ category = "", message, location }) => ({
    severity: "error",
    message:
      category === "format"
        ? "It is not formatted. Run: npm run format"
        : `${message}${category === "" ? "" : ` (${category})`}`,
    ...(location?.path && {
      place: {
        file: location.path,
        line: Math.max(1, location.start?.line ?? 1),
        column: Math.max(1, location.start?.column ?? 1),
      },
    }),
  }))
