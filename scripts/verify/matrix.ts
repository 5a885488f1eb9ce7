/**
 * The nightly verification: every provider with a spec, and its operations that may be redeemed for real: those that give
 * tokens and spend nothing. What gives none, such as the deletion of a consent, takes something away.
 * `node scripts/verify/matrix.ts` prints the matrix of `.github/workflows/verify.yml`, in one line.
 */
import { judgeOf } from "../../contracts/spec/judge.ts"
import { isObject, items, type Json, readSpecs, type Spec, type SpecOperation } from "../../contracts/spec/specs.ts"
import { secretNames } from "./cases.ts"

export interface Night {
  readonly provider: string
  /** Operations whose success gives tokens and spends nothing, separated by commas. */
  readonly allow: string
}

/** The workflow's matrix in GitHub's format. */
export const matrixOf = (specs: ReadonlyArray<Spec>): { readonly include: ReadonlyArray<Night> } => ({
  include: specs.map((spec) => {
    const contract = { spec, judge: judgeOf(spec) }
    const harmless = spec.operations.filter(
      (operation) => !spends(spec, operation) && secretNames(contract, operation).length > 0,
    )
    return { provider: spec.provider, allow: harmless.map(({ operationId }) => operationId).join(",") }
  }),
})

/** Whether any field of the request, at any depth, is marked as spent. */
const spends = (spec: Spec, { request }: SpecOperation): boolean => {
  const seen = new Set<Json>()
  const isMarked = (node: Json | undefined): boolean => {
    if (!isObject(node)) return items(node).some(isMarked)
    if (seen.has(node)) return false
    seen.add(node)
    if ("x-one-time" in node) return true
    return isMarked(typeof node.$ref === "string" ? spec.resolve(node) : Object.values(node))
  }
  return isMarked(request.schema)
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(matrixOf(await readSpecs()))}\n`)
