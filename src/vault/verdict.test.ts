import { inspect } from "node:util"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { redemptionErrors } from "../errors.ts"
import { errorOf, verdictOf } from "./verdict.ts"

const shared = { provider: "dapi", operation: "exchangeToken", grant: "unknown", requestId: "req-1" } as const
const expiredAt = new Date("2026-11-01T09:00:00Z")
const failures = [
  new redemptionErrors.InvalidRequest({ ...shared, fields: ["accessCode"] }),
  new redemptionErrors.InvalidClient({ ...shared, status: 401, code: "INVALID_APP" }),
  new redemptionErrors.InvalidGrant({ ...shared, status: 400, expiredAt }),
  new redemptionErrors.RateLimited({ ...shared, status: 429, retryAfter: 5_000 }),
  new redemptionErrors.ConnectionFailed({ ...shared, reason: "ECONNREFUSED" }),
  new redemptionErrors.ProviderUnavailable({ ...shared, status: 503 }),
  new redemptionErrors.OutcomeUnknown({ ...shared, reason: "reset" }),
  new redemptionErrors.UnexpectedResponse({
    ...shared,
    status: 200,
    reason: "schema mismatch",
    recovered: { accessToken: Redacted.make("token-1", { label: "text" }) },
  }),
]

describe.each(failures)("$_tag", (error) => {
  const restored = errorOf(JSON.parse(JSON.stringify(verdictOf(error))))

  it("comes back with its tag, its class, its message and its fields", () => {
    expect(restored).toBeInstanceOf(redemptionErrors[error._tag])
    expect(restored.message).toBe(error.message)
    expect({ ...restored }).toEqual({ ...error })
  })
})

it("every error of a redemption is among these", () =>
  expect(failures.map(({ _tag }) => _tag).sort()).toEqual(Object.keys(redemptionErrors).sort()))

it("recovered tokens come back, and stay out of what is printed", () => {
  const restored = errorOf(verdictOf(failures[7] ?? expect.unreachable()))
  const recovered = restored._tag === "UnexpectedResponse" ? restored.recovered : undefined
  expect(Object.values(recovered ?? {}).map((one) => Redacted.isRedacted(one) && Redacted.value(one))).toEqual([
    "token-1",
  ])
  expect(`${restored} ${JSON.stringify(restored)} ${inspect(restored, { depth: 9 })}`).not.toContain("token-1")
})
