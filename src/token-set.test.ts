import { inspect } from "node:util"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { TokenSet } from "./registry.ts"
import { plainText, UnreadableTokens } from "./token-set.ts"

const { serializeTokens, restoreTokens } = plainText(TokenSet)

const secret = (text: string) => Redacted.make(text)

const sets: ReadonlyArray<TokenSet> = [
  {
    provider: "aisquare",
    access: secret("access-secret"),
    refresh: secret("refresh-secret"),
    rotated: false,
    accessExpiresAt: new Date("2026-01-02T03:04:05.678Z"),
  },
  {
    provider: "finqware",
    credentialsId: "242a5690",
    accessToken: secret("macaroon-secret"),
    consentExpiresAt: new Date("2026-02-01T00:00:00Z"),
    dataRetainedUntil: new Date("2026-03-01T00:00:00Z"),
  },
  { provider: "dapi", accessToken: secret("permanent-secret"), tokenId: "t", userId: "u" },
]

const opened = (set: object) =>
  Object.entries(set).map(([name, value]) => [name, Redacted.isRedacted(value) ? Redacted.value(value) : value])

describe.each(sets)("$provider", (set) => {
  it("is restored as it was serialized", () => {
    const restored = Result.getOrThrow(restoreTokens(serializeTokens(set)))
    expect(opened(restored)).toEqual(opened(set))
  })

  it("is plain text when serialized, and redacted everywhere else", () => {
    expect(serializeTokens(set)).toContain("-secret")
    for (const rendering of [JSON.stringify(set), String(set), inspect(set, { depth: null, showHidden: true })]) {
      expect(rendering).not.toContain("-secret")
    }
  })
})

describe("restoreTokens", () => {
  it.each([
    ["no JSON", "secret-in-garbage"],
    ["another provider", `{"provider":"plaid","accessToken":"secret-in-garbage"}`],
    ["an empty secret", `{"provider":"dapi","accessToken":""}`],
    ["a missing field", `{"provider":"finqware","accessToken":"secret-in-garbage"}`],
    ["a bad date", `{"provider":"aisquare","access":"a","refresh":"r","rotated":true,"accessExpiresAt":"soon"}`],
  ])("refuses %s without quoting it", (_, text) => {
    const error = Result.getOrThrow(Result.flip(restoreTokens(text)))
    expect(error).toBeInstanceOf(UnreadableTokens)
    expect(inspect(error, { depth: null })).not.toContain("secret-in-garbage")
  })
})
