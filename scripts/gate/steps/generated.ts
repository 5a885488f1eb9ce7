/** Whether the generated code is what specs and providers make of it, file by file. */
import { BrokenSpec } from "../../../contracts/spec/specs.ts"
import { generate } from "../../generate/output.ts"
import { compare } from "../../generate/write.ts"
import type { Finding, Verdict } from "../finding.ts"
import { findingOf } from "./lint.ts"

export const generatedInStep = async (): Promise<Verdict> => {
  try {
    const files = await generate()
    const changes = await compare(files)
    const findings = changes.map(
      ({ path, state }): Finding => ({
        severity: "error",
        message: `This generated file is ${state}. Run: npm run generate`,
        place: { file: path, line: 1, column: 1 },
      }),
    )
    return {
      findings,
      summary: findings.length === 0 ? `${files.size} files in step` : `${findings.length} out of step`,
    }
  } catch (cause) {
    if (!(cause instanceof BrokenSpec)) throw cause
    return { findings: cause.problems.map(findingOf), summary: "not compared: the specs are broken" }
  }
}
