import { describe, expect, it } from "vitest"
import { retryAfter } from "./retry-after.ts"

const now = Date.parse("2026-01-02T03:04:05Z")
const wait = (value: string) => retryAfter(new Headers({ "retry-after": value }), now)

describe("retryAfter", () => {
  it.each([
    ["0", 0],
    ["42", 42_000],
    // Four months: too long to wait, too few digits to quote a secret.
    ["123456789012", 9_999_999_000],
    ["9".repeat(400), 9_999_999_000],
    [" 7 ", 7_000],
    ["Fri, 02 Jan 2026 03:05:05 GMT", 60_000],
    ["Fri, 01 Jan 2038 00:00:00 GMT", 9_999_999_000],
    // Fractions, which RFC 9110 does not have. A part of a millisecond counts as a whole one.
    ["1.5", 1_500],
    ["0.0001", 1],
    // The obsolete forms of a date: RFC 850, and asctime.
    ["Friday, 02-Jan-26 03:05:05 GMT", 60_000],
    ["Wednesday, 01-Jan-76 00:00:00 GMT", 9_999_999_000],
    ["Sunday, 06-Nov-94 08:49:37 GMT", 0],
    ["Fri Jan  2 03:05:05 2026", 60_000],
    ["Fri Jan 12 03:04:05 2026", 864_000_000],
    // A past date asks for no wait, not for a negative one.
    ["Fri, 02 Jan 2026 03:04:00 GMT", 0],
  ])("reads %j as %d ms", (value, expected) => {
    expect(wait(value)).toBe(expected)
  })

  it.each([
    "",
    "soon",
    "-1",
    "1.",
    ".5",
    "1.5.5",
    "1e3",
    "7 s",
    "in 7",
    "2026-01-02T03:05:05Z",
    "Fri, 99 Jan 2026 03:05:05 GMT",
    "Friday, 99-Jan-26 03:05:05 GMT",
    "Friday, 02-Jan-26 03:05:05",
    "Fri Foo  2 03:05:05 2026",
    "Fri Jan 2 03:05:05 2026",
    "on Fri, 02 Jan 2026 03:05:05 GMT",
    "Fri, 02 Jan 2026 03:05:05 GMT (soon)",
  ])("reads nothing from %j", (value) => {
    expect(wait(value)).toBeUndefined()
  })

  it("reads nothing when the header is absent", () => {
    expect(retryAfter(new Headers(), now)).toBeUndefined()
    expect(retryAfter(new Headers({ "retry-after": "7" }), now, "x-wait")).toBeUndefined()
  })
})
