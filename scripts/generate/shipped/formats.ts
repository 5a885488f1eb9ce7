/**
 * What a `format` of a spec becomes. JSON Schema's own validation leaves formats alone; these do not.
 */
import * as Schema from "effect/Schema"

const rfc3339 =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/

/** `Date` takes the 30th of February for the 2nd of March. */
const isOnCalendar = (text: string): boolean =>
  new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDate() === Number(text.slice(8, 10))

/**
 * `format: date-time`: an RFC 3339 time with its offset, as a `Date`. Without the pattern `"1"` would be a time too.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 */
export const DateTime = /* #__PURE__ */ (() =>
  Schema.String.check(Schema.isPattern(rfc3339), Schema.makeFilter(isOnCalendar)).pipe(
    Schema.decodeTo(Schema.DateFromString),
  ))()
