/**
 * What a `format` of a spec becomes. JSON Schema's own validation leaves formats alone; these do not.
 */
import * as Schema from "effect/Schema"

const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/

/**
 * `format: date-time`: an RFC 3339 time with its offset, as a `Date`. Without the pattern `"1"` would be a time too.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 */
export const DateTime = /* #__PURE__ */ (() =>
  Schema.String.check(Schema.isPattern(rfc3339)).pipe(Schema.decodeTo(Schema.DateFromString)))()
