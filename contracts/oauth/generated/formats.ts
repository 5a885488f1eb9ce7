/** The schemas of a spec's formats. Unlike plain JSON Schema validation, they validate the format. */
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"

const rfc3339 =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/

/** `Date` reads the 30th of February as the 2nd of March. Every month has its first 28 days. */
const isOnCalendar = (text: string): boolean => {
  const day = Number(text.slice(8, 10))
  return day <= 28 || new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDate() === day
}

/**
 * `format: date-time`: an RFC 3339 time with its offset, as a `Date`. Without the pattern `"1"` would be a time too.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 */
export const DateTime = /* #__PURE__ */ (() =>
  Schema.String.check(Schema.isPattern(rfc3339), Schema.makeFilter(isOnCalendar)).pipe(
    Schema.decodeTo(Schema.DateFromString),
  ))()

const Hidden = /* #__PURE__ */ Schema.declare((value): value is Redacted.Redacted<string> => Redacted.isRedacted(value))

/**
 * `format: password` in an answer: redacted from here on, and never encoded back into plain text.
 * `Schema.RedactedFromValue` would redact it twice, which takes longer than reading the rest of the answer.
 */
export const RedactedText = (
  text: Schema.Codec<string>,
  label: string,
): Schema.Codec<Redacted.Redacted<string>, string> =>
  text.pipe(
    Schema.decodeTo(Hidden, {
      decode: SchemaGetter.transform((value: string) => Redacted.make(value, { label })),
      encode: SchemaGetter.forbidden(() => "A secret is not encoded."),
    }),
  )
