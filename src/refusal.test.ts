import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import type { Grant, RedemptionTag } from "./errors.ts"
import type { Descriptor } from "./operation.ts"
import { grantAfter, isGranted, publicName, refused } from "./refusal.ts"

const descriptor: Descriptor = {
  provider: "acme",
  operationId: "exchangeToken",
  method: "POST",
  path: "/token",
  mediaType: "application/json",
  request: Schema.Struct({ code: Schema.String }),
  fields: ["code"],
  secrets: ["code"],
  granted: ["access", "refresh", "the_id"],
  tokens: ["access", "refresh"],
  oneTime: { code: true },
}

const table: ReadonlyArray<readonly [RedemptionTag, number | undefined, Grant]> = [
  ["InvalidRequest", 400, "unspent"],
  ["InvalidClient", 401, "unspent"],
  ["InvalidGrant", 400, "spent"],
  ["RateLimited", 429, "unspent"],
  ["ConnectionFailed", undefined, "unspent"],
  ["ProviderUnavailable", 503, "unknown"],
  ["OutcomeUnknown", undefined, "unknown"],
  ["UnexpectedResponse", 200, "spent"],
  ["UnexpectedResponse", 204, "spent"],
  ["UnexpectedResponse", 199, "unknown"],
  ["UnexpectedResponse", 299, "spent"],
  ["UnexpectedResponse", 300, "unknown"],
  ["UnexpectedResponse", 302, "unknown"],
  ["UnexpectedResponse", 418, "unknown"],
]

describe("grantAfter", () => {
  it.each(table)("%s (status %s): a one-time grant is %s", (tag, status, grant) => {
    const granted = status !== undefined && isGranted({ status })
    expect(grantAfter(descriptor, tag, granted)).toBe(grant)
    expect(grantAfter({ oneTime: { refresh: "when-rotated" } }, tag, granted)).toBe(grant)
  })

  it.each(table)("%s (status %s): without a one-time field it is reusable, unless refused", (tag, status) => {
    const granted = status !== undefined && isGranted({ status })
    expect(grantAfter({ oneTime: {} }, tag, granted)).toBe(tag === "InvalidGrant" ? "spent" : "reusable")
  })
})

describe("publicName", () => {
  it.each([
    ["temp_token", "tempToken"],
    ["superexec_secret", "superexecSecret"],
    ["connectionID", "connectionId"],
    ["accessCode", "accessCode"],
    ["IDToken", "IDToken"],
    ["username", "username"],
  ])("%s is %s", (wire, name) => {
    expect(publicName(wire)).toBe(name)
  })
})

describe("an answer that breaks its schema", () => {
  const answer = (status: number, body: unknown) => ({ status, headers: new Headers(), body, receivedAt: 0 })
  const unexpected = (status: number, body: unknown) =>
    refused({ descriptor, secrets: [], ambiguous: false }, answer(status, body), {
      tag: "UnexpectedResponse",
      reason: "schema mismatch",
    })

  it("hands over the tokens of a 2xx that could be read", () => {
    const { recovered, grant } = unexpected(200, {
      access: "still-there",
      refresh: 7,
      the_id: "goes with it",
      "a-secret-for-a-name": "?",
    })
    expect(grant).toBe("spent")
    expect(Object.entries(recovered ?? {}).map(([name, token]) => [name, Redacted.value(token)])).toEqual([
      ["access", "still-there"],
      ["theId", "goes with it"],
    ])
  })

  it.each([
    ["a failure", 400, { access: "echo" }],
    ["no object", 200, ["access"]],
    ["nothing", 200, null],
    ["a text", 200, "access"],
    ["an empty token", 200, { access: "", the_id: "goes with nothing" }],
  ])("hands over nothing of %s", (_, status, body) => {
    expect(unexpected(status, body).recovered).toBeUndefined()
  })
})
