import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import type { AnyTokenSet } from "../token-set.ts"
import type { ConnectionRecord } from "./connection.ts"
import { decide, secretsOf, type Wanted } from "./decide.ts"

interface Session extends AnyTokenSet {
  readonly access: Redacted.Redacted<string>
  readonly expiresAt?: Date
  readonly endsAt?: Date
}

/** A moment, and how long after it everything happens, in seconds. */
const start = Date.parse("2026-11-01T09:00:00Z")
const at = (seconds: number) => new Date(start + 1_000 * seconds)

const session = (expiresAt?: number, endsAt?: number, access = "access-1"): Session => ({
  provider: "acme",
  access: Redacted.make(access),
  ...(expiresAt !== undefined && { expiresAt: at(expiresAt) }),
  ...(endsAt !== undefined && { endsAt: at(endsAt) }),
})

const refreshed = {
  expiresAt: ({ expiresAt }: Session) => expiresAt,
  endsAt: ({ endsAt }: Session) => endsAt,
  refresh: { operation: "refreshToken", grant: ({ access }: Session) => ({ access }) },
}
const { refresh: _, ...kept } = refreshed

interface Given {
  readonly tokens?: Session
  readonly record?: Partial<ConnectionRecord>
  /** Seconds from the start to the read and to now, and between the write and the read. */
  readonly readAt?: number
  readonly now: number
  readonly age?: number
  readonly wanted?: Partial<Wanted<Session>>
  readonly rules?: Pick<typeof refreshed, "expiresAt" | "endsAt"> & Partial<Pick<typeof refreshed, "refresh">>
}

/** What is decided for a set that lives for an hour from the start, whose consent ends after a day. */
const decided = ({ tokens = session(3_600, 86_400), record, readAt, now, age, wanted, rules = refreshed }: Given) => {
  const known = {
    record: { generation: 1, pending: [], clock: start, set: { tokens: {}, keptAt: start }, ...record },
    tokens,
    age: 1_000 * (age ?? readAt ?? now),
    readAt: start + 1_000 * (readAt ?? now),
  }
  const decision = decide(rules, known, start + 1_000 * now, { freshFor: 60_000, rejected: undefined, ...wanted })
  return decision.do === "report" ? `${decision.reason} since ${(decision.since - start) / 1_000}` : decision.do
}

const lease = { id: "lease", for: 61_000 }
const pause = { for: 2_000, verdict: { tag: "ConnectionFailed", fields: "{}" } } as const

describe("a set that is refreshed", () => {
  it.each([
    ["is served while it is good for longer than asked", 3_539, "serve"],
    ["is refreshed once it is good for no longer than asked", 3_540, "refresh"],
    ["is refreshed after its end", 4_000, "refresh"],
    ["needs a new consent once its consent has ended", 86_400, "expired since 86400"],
  ])("%s", (_, now, expected) => expect(decided({ now })).toBe(expected))

  it.each([
    ["is served while somebody else refreshes it and it is good", 3_550, { lease }, 0, "serve"],
    ["is waited for while somebody else refreshes it and it is over", 3_599, { lease }, 0, "wait"],
    ["is waited for to the last millisecond of the lease", 3_700, { lease }, 60.999, "wait"],
    ["is refreshed by another once the lease has run out", 3_700, { lease }, 61, "refresh"],
    ["is served after a failed refresh while it is good", 3_550, { pause }, 0, "serve"],
    ["gives the failure of the refresh while nobody tries again", 3_700, { pause }, 1, "fail"],
    ["is refreshed again once the pause is over", 3_700, { pause }, 2, "refresh"],
  ])("%s", (_, now, record, age, expected) => expect(decided({ now, record, age })).toBe(expected))

  it("is taken as read long ago where time has passed since the read", () =>
    expect(decided({ now: 3_761, readAt: 3_700, age: 0, record: { lease } })).toBe("refresh"))

  it("ends for a clock that is behind when it ends by the clock of its row", () =>
    expect(decided({ now: 100, age: 3_600 })).toBe("refresh"))

  it.each([
    ["the same secrets are refreshed", "access-1", "refresh"],
    ["other secrets are served", "access-2", "serve"],
  ])("where tokens are rejected, %s", (_, text, expected) =>
    expect(decided({ now: 10, wanted: { rejected: session(3_600, 86_400, text) } })).toBe(expected),
  )

  it("is never due in the first half of its life, whatever is asked", () => {
    const wanted = { freshFor: Number.POSITIVE_INFINITY }
    expect(decided({ now: 1_799, wanted })).toBe("serve")
    expect(decided({ now: 1_800, wanted })).toBe("refresh")
  })

  it("is not served in its last five seconds, even where nothing is asked", () => {
    const wanted = { freshFor: 0 }
    expect(decided({ now: 3_594, wanted })).toBe("serve")
    expect(decided({ now: 3_595, wanted })).toBe("refresh")
  })

  it("is not refreshed again within a second of its coming, though it lives no longer", () => {
    const tokens = session(0.5)
    expect(decided({ now: 0.4, tokens })).toBe("serve")
    expect(decided({ now: 0.5, tokens })).toBe("wait")
    expect(decided({ now: 1, tokens })).toBe("refresh")
  })

  it("lasts for ever where it says nothing of its end", () =>
    expect(decided({ now: 1e9, tokens: session() })).toBe("serve"))
})

describe("a set that nothing refreshes", () => {
  it.each([
    ["is served to its last seconds", 3_590, "serve"],
    ["has expired then", 3_596, "expired since 3600"],
  ])("%s", (_, now, expected) => expect(decided({ now, rules: kept })).toBe(expected))

  it("ends when it is rejected", () =>
    expect(decided({ now: 10, rules: kept, wanted: { rejected: session() } })).toBe("end"))
})

it("a connection that has ended says why and since when, though its tokens would be good", () =>
  expect(decided({ now: 10, record: { ended: { reason: "lost", since: start + 5_000 } } })).toBe("lost since 5"))

it("there is nothing to hand out where nothing was read, or no set has come", () => {
  const wanted = { freshFor: 0, rejected: undefined }
  expect(decide(refreshed, undefined, start, wanted)).toEqual({ do: "connect" })
  const row = { record: { generation: 0, pending: ["grant"], clock: 0 }, tokens: undefined, age: 0, readAt: start }
  expect(decide(refreshed, row, start, wanted)).toEqual({ do: "connect" })
})

it("sets are told apart by their secrets alone", () => {
  expect(secretsOf(session(1))).toBe(secretsOf(session(2)))
  expect(secretsOf(session(1, 1, "a"))).not.toBe(secretsOf(session(1, 1, "b")))
})
