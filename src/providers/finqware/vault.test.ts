import * as Redacted from "effect/Redacted"
import { expect, it } from "vitest"
import { finqware } from "./vault.ts"

it("a consent is handed out until two hours before it ends, and then only the user can renew it", () => {
  const consent = {
    provider: "finqware",
    credentialsId: "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    accessToken: Redacted.make("a token"),
    consentExpiresAt: new Date("2026-03-01T12:00:00.000Z"),
    dataRetainedUntil: new Date("2026-04-01T12:00:00.000Z"),
  } as const
  expect(finqware.expiresAt(consent)).toEqual(new Date("2026-03-01T10:00:00.000Z"))
  expect(finqware.endsAt(consent)).toEqual(new Date("2026-03-01T10:00:00.000Z"))
})
