/** What our client makes of an answer, beside what a provider's record expects of it. */
import * as Redacted from "effect/Redacted"
import type { Outcome } from "./contract.ts"
import type { OperationName } from "./providers.ts"
import { isObject, type Json } from "./spec/specs.ts"

/**
 * The outcome that a row states of an answer: its `$fields` are filled in, and an error has what every error says.
 * Fails where the answer has no such field. `row` names the row in that message.
 */
export const expectedOutcome = (
  row: string,
  outcome: Outcome,
  { provider, operationId }: OperationName,
  { status, body }: { readonly status: number; readonly body: Json | undefined },
): { readonly [field: string]: unknown } => {
  const filled = Object.fromEntries(
    Object.entries(outcome).map(([name, value]) => {
      if (typeof value !== "string" || !value.startsWith("$")) return [name, withoutOrder(value)]
      const field = value.slice(1)
      if (isObject(body) && Object.hasOwn(body, field)) return [name, body[field]]
      const fields = isObject(body) ? Object.keys(body).join(", ") : "none"
      throw new Error(`${row}: ${name} is "${value}", and the answer has no field ${field}. Its fields: ${fields}.`)
    }),
  )
  return "_tag" in outcome ? { provider, operation: operationId, status, ...filled } : filled
}

/** Lists of fields have no order: it would be that of the spec's keys. */
const withoutOrder = (value: unknown): unknown => (Array.isArray(value) ? value.toSorted() : value)

/** A token set or an error field by field, to be compared. Secrets stay closed. */
export const fieldsOf = (value: object): { readonly [field: string]: unknown } =>
  Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withoutOrder(field)]))

/** The same with its secrets opened: compare it, and print none of it. */
export const plain = (value: object): { readonly [field: string]: unknown } =>
  Object.fromEntries(
    Object.entries(fieldsOf(value)).map(([name, field]) => [
      name,
      Redacted.isRedacted(field) ? Redacted.value(field) : field,
    ]),
  )
