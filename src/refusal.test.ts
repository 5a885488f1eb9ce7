import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import type { Descriptor, Refusal } from "./operation.ts"
import type { Grant, RedemptionTag } from "./policies.ts"
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
  success: [200],
  oneTime: { code: true },
  send: () => Promise.resolve(),
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
    const rotating = { oneTime: { refresh: "when-rotated" } } as const
    const granted = (one: Pick<Descriptor, "oneTime">) => status !== undefined && isGranted(one, { status, body: {} })
    expect(grantAfter(descriptor, tag, granted(descriptor))).toBe(grant)
    expect(grantAfter(rotating, tag, granted(rotating))).toBe(grant)
  })

  it.each(table)("%s (status %s): without a one-time field it is reusable, unless refused", (tag, status) => {
    const granted = status !== undefined && isGranted({ oneTime: {} }, { status, body: {} })
    expect(grantAfter({ oneTime: {} }, tag, granted)).toBe(tag === "InvalidGrant" ? "spent" : "reusable")
  })
})

it.each([200, 204, 299])(
  "%i without JSON spends a one-time grant, and perhaps not one that a success may rotate",
  (status) => {
    const page = { status, body: undefined }
    expect(isGranted(descriptor, page)).toBe(true)
    expect(isGranted({ oneTime: { refresh: "when-rotated" } }, page)).toBe(false)
  },
)

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

describe("a success that breaks its schema", () => {
  const answer = (status: number, body: unknown) => ({ status, headers: new Headers(), body, receivedAt: 0 })
  const unexpected = (status: number, body: unknown) =>
    refused({ descriptor, secrets: [], ambiguous: false }, answer(status, body), {
      tag: "UnexpectedResponse",
      reason: "schema mismatch",
    })

  it("yields its readable tokens in recovered", () => {
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
    ["a failure", 400, { access: "quoted" }],
    ["no object", 200, ["access"]],
    ["nothing", 200, null],
    ["a text", 200, "access"],
    ["an empty token", 200, { access: "", the_id: "goes with nothing" }],
  ])("yields nothing of %s", (_, status, body) => {
    expect(unexpected(status, body).recovered).toBeUndefined()
  })
})

it("the wait of a refusal is that of the header which the spec marks", () => {
  const headers = new Headers({ "retry-after": "7", "x-ratelimit-reset": "9" })
  const waitBy = (own: Descriptor) =>
    refused(
      { descriptor: own, secrets: [], ambiguous: false },
      { status: 429, headers, body: {}, receivedAt: 0 },
      {
        tag: "RateLimited",
      },
    ).retryAfter
  expect(waitBy(descriptor)).toBe(7_000)
  expect(waitBy({ ...descriptor, retryAfter: "x-ratelimit-reset" })).toBe(9_000)
})

describe("the message of an error", () => {
  const answer = (status: number, body: unknown = {}) => ({ status, headers: new Headers(), body, receivedAt: 0 })
  const presented = { descriptor, secrets: [], ambiguous: false }
  const messageOf = (status: number, refusal: Refusal, body?: unknown, ambiguous = false) =>
    refused({ ...presented, ambiguous }, answer(status, body), refusal).message

  it.each<[string, Refusal, unknown?, boolean?]>([
    [
      "the request is malformed: code, theId (status 400). Correct the request. The grant is unspent: it may be presented again once the request is corrected.",
      { tag: "InvalidRequest", fields: ["code", "the_id"] },
    ],
    [
      "the app credentials are refused (status 400, code bad_client, request id 7). Correct the app credentials. The grant is unspent: it may be presented again once the app credentials are corrected.",
      { tag: "InvalidClient", code: "bad_client", requestId: "7" },
    ],
    [
      "the grant is refused (status 400). Ask the user for a new one. The grant is of no more use.",
      { tag: "InvalidGrant" },
    ],
    [
      "too many requests (status 400). Wait before the next request. The grant may be spent: ask the user for a new one rather than presenting it again.",
      { tag: "RateLimited" },
      {},
      true,
    ],
    [
      "unexpected answer (redirect) (status 400). Keep the tokens in `recovered`, if any, and report the answer. The grant is of no more use.",
      { tag: "UnexpectedResponse", reason: "redirect", isGranted: true },
      { access: "token" },
    ],
    [
      "unexpected answer (redirect) (status 400). Keep the tokens in `recovered`, if any, and report the answer. The grant may be spent: ask the user for a new one rather than presenting it again.",
      { tag: "UnexpectedResponse", reason: "redirect" },
      { access: "token" },
    ],
  ])("%s", (message, refusal, body, ambiguous) => {
    expect(messageOf(400, refusal, body, ambiguous)).toBe(`acme.exchangeToken: ${message}`)
  })
})
