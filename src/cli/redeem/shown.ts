/** What is printed of tokens: names, and the values of what is not secret. */
import * as Redacted from "effect/Redacted"
import type { UnexpectedResponse } from "../../errors.ts"

/** A line for each field, secrets masked. */
export const masked = (fields: object): string => {
  const width = Math.max(...Object.keys(fields).map((name) => name.length))
  return Object.entries(fields)
    .map(([name, value]) => `  ${name.padEnd(width)}  ${Redacted.isRedacted(value) ? "<redacted>" : shown(value)}`)
    .join("\n")
}

const shown = (value: unknown) => (value instanceof Date ? value.toISOString() : String(value))

/** What could be read of an answer outside the contract, as plain text. */
export const recoveredText = (
  { provider, operation }: UnexpectedResponse,
  recovered: NonNullable<UnexpectedResponse["recovered"]>,
): string => {
  const texts = Object.entries(recovered).map(([name, secret]) => [name, Redacted.value(secret)])
  return JSON.stringify({ provider, operation, recovered: Object.fromEntries(texts) })
}
