/** The error of a redemption as the vault keeps it, so that the verdict on a grant stays the same. */
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { type RedemptionError, redemptionErrors } from "../errors.ts"
import type { RedemptionTag } from "../policies.ts"

/** An error's tag and fields, the texts that it recovered as plain text: a row is sealed. */
export const Verdict = /* #__PURE__ */ Schema.Struct({
  tag: Schema.Literals(Object.keys(redemptionErrors) as ReadonlyArray<RedemptionTag>),
  fields: Schema.Record(Schema.String, Schema.Json),
})
export type Verdict = typeof Verdict.Type

/** What the fields of an error may hold and JSON does not. */
const encoded = (name: string, value: unknown): unknown => {
  if (name !== "recovered") return value
  return Object.fromEntries(
    Object.entries(Object(value)).map(([field, text]) => [
      field,
      Redacted.isRedacted(text) ? Redacted.value(text) : text,
    ]),
  )
}

/** An error as it is kept. */
export const verdictOf = (error: RedemptionError): Verdict => {
  const { _tag: tag, message: _message, stack: _stack, cause: _cause, ...fields } = { ...error, stack: "", cause: "" }
  const plain = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, encoded(name, value)]))
  // Dates become text, and what is undefined is left out.
  return { tag, fields: JSON.parse(JSON.stringify(plain)) }
}

/** The error that was kept. */
export const errorOf = ({ tag, fields }: Verdict): RedemptionError => {
  const { expiredAt, recovered, ...others } = fields
  const restored = {
    ...others,
    ...(typeof expiredAt === "string" && { expiredAt: new Date(expiredAt) }),
    ...(recovered !== undefined && {
      recovered: Object.fromEntries(
        Object.entries(Object(recovered)).map(([field, text]) => [
          field,
          Redacted.make(String(text), { label: "text" }),
        ]),
      ),
    }),
  }
  // The row is authenticated: these are the fields of an error with this tag.
  const Made = redemptionErrors[tag] as new (fields: unknown) => RedemptionError
  return new Made(restored)
}
