/**
 * How long a provider asks to wait, from the header `Retry-After` or another of a spec: seconds, or a date in any form of HTTP.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */

/** The three forms of a date: IMF-fixdate, and the obsolete ones of RFC 850 and `asctime`. */
const dates = [
  /^[A-Z][a-z]{2}, (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^[A-Z][a-z]{5,8}, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})$/,
]

/** In seconds. Nobody waits longer, and a longer number may quote what was sent. */
const longest = 9_999_999

/** Milliseconds from `now` (milliseconds since the epoch); nothing when the header is absent or malformed. */
export const retryAfter = (headers: Pick<Headers, "get">, now: number, name = "retry-after"): number | undefined => {
  const value = headers.get(name)?.trim() ?? ""
  // RFC 9110 has whole seconds; some servers send fractions.
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Math.min(Number(value), longest) * 1000)
  const at = parseDate(value, now)
  return at === undefined ? undefined : Math.min(Math.max(0, at - now), longest * 1000)
}

const parseDate = (value: string, now: number): number | undefined => {
  const { day, month, year = "", time } = dates.map((form) => form.exec(value)?.groups).find(Boolean) ?? {}
  const at = Date.parse(`${day} ${month} ${year.length === 2 ? fullYear(year, now) : year} ${time} GMT`)
  return Number.isNaN(at) ? undefined : at
}

/** A year of two digits is at most 50 years in the future. */
const fullYear = (digits: string, now: number): number => {
  const thisYear = new Date(now).getUTCFullYear()
  const year = thisYear - (thisYear % 100) + Number(digits)
  return year > thisYear + 50 ? year - 100 : year
}
