/** Refusals that quote what was sent: in the shapes of the spec's examples, and in those of the provider's record. */

import { contracts } from "../../providers.ts"
import { isObject, type Json } from "../../spec/specs.ts"
import type { FaultOperation } from "../operations.ts"

/** The shape of a code: words that are joined, in small letters or capitals. Explanations have another. */
const code = /^[A-Za-z]+(_[A-Za-z]+)+$/

/** `body` with `echo` for every text, but for those that `isKept`. */
const quoting = (body: Json, echo: string, isKept: (text: string) => boolean): Json => {
  if (typeof body === "string") return isKept(body) ? body : echo
  if (Array.isArray(body)) return body.map((item) => quoting(item, echo, isKept))
  if (!isObject(body)) return body
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, quoting(value, echo, isKept)]))
}

/** Documented refusals with `echo` for every text, and again with their codes as they are. Each shape once. */
export const documentedRefusals = ({ refusals }: FaultOperation, echo: string): ReadonlyArray<Json> => {
  const bodies = refusals.flatMap(({ body }) => [
    quoting(body, echo, () => false),
    quoting(body, echo, (text) => code.test(text)),
  ])
  return [...new Map(bodies.map((body) => [JSON.stringify(body), body])).values()]
}

/** Refusals that no example shows. */
export const recordedRefusals = ({ provider }: FaultOperation, echo: string): ReadonlyArray<unknown> =>
  contracts.get(provider)?.refusals?.(echo) ?? []

/** Every refusal of an operation. */
export const refusalsOf = (operation: FaultOperation, echo: string): ReadonlyArray<unknown> => [
  ...recordedRefusals(operation, echo),
  ...documentedRefusals(operation, echo),
]
