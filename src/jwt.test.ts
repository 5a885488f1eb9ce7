import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { expiry, times } from "./jwt.ts"

const jwt = (payload: unknown) =>
  Redacted.make(`eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.c2ln`)

describe("times of a JWT", () => {
  it("of the published refresh token have no exp", () => {
    const published =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNjgwMDAwMDAwfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"
    expect(times(Redacted.make(published))).toEqual({ iat: 1_680_000_000 })
  })

  it.each([
    ["-", "a.eyJuIjoifn5-IiwiZXhwIjoyfQ.c"],
    ["_", "a.eyJuIjoiPz8_IiwiZXhwIjoyfQ.c"],
  ])("are read from a payload with the base64url character %s", (_, token) => {
    expect(times(token)).toEqual({ exp: 2 })
  })

  it("include the first and the last second of a Date", () => {
    const [first, last] = [-8_640_000_000_000, 8_640_000_000_000]
    expect([new Date(first * 1000).getTime(), new Date(last * 1000).getTime()]).not.toContain(Number.NaN)
    expect(times(jwt({ iat: first, exp: last }))).toEqual({ iat: first, exp: last })
  })

  it.each([
    ["a text without dots", Redacted.make("opaque")],
    ["a payload without dots", Redacted.make(Buffer.from('{"exp":1}').toString("base64"))],
    ["a payload with no signature after it", Redacted.make(`a.${Buffer.from('{"exp":1}').toString("base64")}`)],
    ["a payload that is not base64url", Redacted.make("a.%%%.c")],
    ["a payload that is not JSON", Redacted.make("a.YWJj.c")],
    ["a payload that is not an object", jwt([1, 2])],
    ["times that are not numbers", jwt({ exp: "soon", iat: null })],
    ["times beyond any Date", jwt({ exp: 8_640_000_000_001, iat: -8_640_000_000_001 })],
  ])("are absent from %s", (_, token) => {
    expect(times(token)).toEqual({})
  })
})

describe("expiry of a token", () => {
  it("counts the token's own lifetime from the receipt, whatever the provider's clock says", () => {
    const receivedAt = Date.parse("2030-06-01T00:00:00Z")
    expect(expiry(times(jwt({ iat: 1_000, exp: 1_000 + 7 * 24 * 3600 })), receivedAt)).toEqual(
      new Date("2030-06-08T00:00:00Z"),
    )
  })

  it("counts the remaining lifetime of a token that is older than the answer", () => {
    expect(expiry({ iat: 0, exp: 3600 }, 0, 3000)).toEqual(new Date(600_000))
  })

  it.each([
    ["exp", { iat: 1, exp: undefined }],
    ["iat", { iat: undefined, exp: 1 }],
  ])("is absent without %s", (_, token) => {
    expect(expiry(token, 0)).toBeUndefined()
  })

  it("is absent when the lifetime is beyond any Date", () => {
    expect(expiry({ iat: 0, exp: 1e300 }, 0)).toBeUndefined()
  })
})
