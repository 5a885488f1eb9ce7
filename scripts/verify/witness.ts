/**
 * Prism as a second witness of an answer: the part of it that `prism proxy` checks answers with. The proxy itself must
 * not carry a grant. Tested with 5.14.2, it follows a 307 and sends the credentials to its target, answers an upstream
 * 501 with a mocked success, hangs on a truncated answer, and passes on an upstream's `sl-violations` as its own.
 */
import { getHttpOperationsFromSpec } from "@stoplight/prism-http"
import { validateOutput } from "@stoplight/prism-http/dist/validator/index.js"
import type { Received } from "../../contracts/evidence/exchange.ts"
import type { Json, Spec, SpecOperation } from "../../contracts/spec/specs.ts"

/** What Prism says is wrong with an answer. Its messages may quote the answer. */
export type Witness = (
  operation: SpecOperation,
  answer: Received,
  body: Json,
) => ReadonlyArray<{ readonly path?: ReadonlyArray<string>; readonly code?: string | number }>

export const makeWitness = async ({ document }: Spec): Promise<Witness> => {
  const operations = await getHttpOperationsFromSpec(structuredClone(document))
  return ({ path, method }, { status: statusCode, headers }, body) => {
    const resource = operations.find((one) => one.path === path && one.method === method)
    if (resource === undefined) return []
    try {
      const verdict = validateOutput({ resource, element: { statusCode, headers: Object.fromEntries(headers), body } })
      return verdict._tag === "Left" ? verdict.left : []
    } catch {
      // It throws at a media type that it cannot parse.
      return []
    }
  }
}
