/** The outcome of our client, compared with the one that a provider's record states. */
import * as Redacted from "effect/Redacted"
import type { Outcome } from "./contract.ts"
import { isObject, type Json, type OperationName } from "./spec/specs.ts"

/**
 * The outcome that a row states: its `$fields` are filled in from the answer, and an error gets the common fields.
 * Fails when the answer lacks the field. `row` names the row in the message.
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

/** The order of `fields` does not matter: it follows the spec's keys. */
const withoutOrder = (value: unknown): unknown => (Array.isArray(value) ? value.toSorted() : value)

/** The fields of a token set or an error, to compare them. Secrets stay redacted. */
export const fieldsOf = (value: object): { readonly [field: string]: unknown } =>
  Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withoutOrder(field)]))

/** The same with plain secrets: compare it, but never print it. */
export const plain = (value: object): { readonly [field: string]: unknown } =>
  Object.fromEntries(
    Object.entries(fieldsOf(value)).map(([name, field]) => [
      name,
      Redacted.isRedacted(field) ? Redacted.value(field) : field,
    ]),
  )
