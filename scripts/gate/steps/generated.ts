/** Whether the generated code is what specs and providers make of it, file by file. */
import { BrokenSpec } from "../../../contracts/spec/specs.ts"
import { compare, generate } from "../../generate/output.ts"
import type { Finding, Verdict } from "../finding.ts"
import { findingOf } from "./lint.ts"

const messages: Readonly<Record<string, string>> = {
  stale: "This file is generated and out of step",
  missing: "This generated file is missing",
  orphaned: "No spec generates this file",
}

/** `linted` are the linter's findings about the same specs. */
export const generatedInStep = async (linted: Verdict | undefined): Promise<Verdict> => {
  try {
    const files = await generate()
    const changes = await compare(files)
    const findings = changes.map(
      ({ path, state }): Finding => ({
        severity: "error",
        message: `${messages[state] ?? state}. Run: npm run generate`,
        place: { file: path, line: 1, column: 1 },
      }),
    )
    return {
      findings,
      summary: findings.length === 0 ? `${files.size} files in step` : `${findings.length} out of step`,
    }
  } catch (cause) {
    if (!(cause instanceof BrokenSpec)) throw cause
    const known = new Set(linted?.findings.map(({ message, place }) => JSON.stringify([message, place])))
    const more = cause.problems
      .map(findingOf)
      .filter(({ message, place }) => !known.has(JSON.stringify([message, place])))
    const findings: ReadonlyArray<Finding> =
      more.length > 0
        ? more
        : [{ severity: "error", message: "generated/ was not compared: the specs are broken, as the linter says." }]
    return { findings, summary: "the specs are broken" }
  }
}
