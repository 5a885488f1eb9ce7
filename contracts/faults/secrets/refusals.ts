/** Refusals that quote the request, in the shapes of the spec's examples and of the provider's record. */

import { isObject, type Json } from "../../spec/specs.ts"
import type { FaultOperation } from "../operations.ts"
import { known } from "../providers.ts"

/** The shape of a code, as opposed to an explanation: joined words in one case. */
const code = /^[A-Za-z]+(_[A-Za-z]+)+$/

/** `body` with every text replaced by `quoted`, except those that `isKept`. */
const quoting = (body: Json, quoted: string, isKept: (text: string) => boolean): Json => {
  if (typeof body === "string") return isKept(body) ? body : quoted
  if (Array.isArray(body)) return body.map((item) => quoting(item, quoted, isKept))
  if (!isObject(body)) return body
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, quoting(value, quoted, isKept)]))
}

/** Documented refusals with every text replaced by `quoted`, and again with their codes kept. Each shape once. */
export const documentedRefusals = ({ refusals }: FaultOperation, quoted: string): ReadonlyArray<Json> => {
  const bodies = refusals.flatMap(({ body }) => [
    quoting(body, quoted, () => false),
    quoting(body, quoted, (text) => code.test(text)),
  ])
  return [...new Map(bodies.map((body) => [JSON.stringify(body), body])).values()]
}

/** Refusals that no example shows. */
export const recordedRefusals = ({ provider }: FaultOperation, quoted: string): ReadonlyArray<unknown> =>
  known.flatMap((one) => (one.provider.name === provider ? (one.contract.refusals?.(quoted) ?? []) : []))

/** Every refusal of an operation. */
export const refusalsOf = (operation: FaultOperation, quoted: string): ReadonlyArray<unknown> => [
  ...recordedRefusals(operation, quoted),
  ...documentedRefusals(operation, quoted),
]
