/**
 * How long a provider asks to wait, from the header `Retry-After`: whole seconds, or a date.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */

const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$/

/** In seconds. Nobody waits longer, and a longer number may quote what was sent. */
const longest = 9_999_999

/** Milliseconds from `now` (milliseconds since the epoch); nothing when the header is absent or malformed. */
export const retryAfter = (headers: Headers, now: number): number | undefined => {
  const value = headers.get("retry-after")?.trim() ?? ""
  if (/^\d+$/.test(value)) return Math.min(Number(value), longest) * 1000
  if (!httpDate.test(value)) return undefined
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - now), longest * 1000)
}
