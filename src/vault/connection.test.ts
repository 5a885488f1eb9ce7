import { describe, expect, it } from "vitest"
import { InvalidGrant, OutcomeUnknown, ProviderUnavailable, RateLimited } from "../errors.ts"
import {
  type Change,
  type ConnectionRecord,
  timeOf,
  withConsent,
  withLease,
  withoutPending,
  withPause,
  withPending,
  withRefreshed,
  withRefusal,
  withRejection,
} from "./connection.ts"

const came = { tokens: { access: "new" }, presentedAt: 1_000 }
const old = { tokens: { access: "old" }, keptAt: 500 }

/** A connection with a set, at the generation 4, of the grant "first". */
const standing: ConnectionRecord = { generation: 4, pending: [], clock: 500, from: "first", set: old }
const leased: ConnectionRecord = { ...standing, lease: { id: "mine", for: 61_000 } }

/** Where a refresh failed. */
const failure = { provider: "aisquare", operation: "refreshToken" }

/** The record after changes at one moment. */
const after = (record: ConnectionRecord | undefined, ...changes: ReadonlyArray<Change>) =>
  changes.reduce((before, change) => change(before, 1_200), record)

describe("a consent", () => {
  it("begins a record with no set, and ends it where nothing comes", () => {
    const begun = after(undefined, withPending("first"))
    expect(begun).toMatchObject({ generation: 0, pending: ["first"] })
    expect(after(begun, withoutPending("first"))).toBeUndefined()
  })

  it("brings a set of the next generation, whatever was said of the one before", () => {
    const doubted: ConnectionRecord = { ...leased, doubt: true, ended: { reason: "lost", since: 900 } }
    expect(after(doubted, withPending("second"), withConsent("second", came))).toEqual({
      generation: 5,
      pending: [],
      // As old as its redemption was long.
      clock: 1_400,
      from: "second",
      set: { tokens: came.tokens, keptAt: 1_400 },
    })
  })

  it("that was presented first brings nothing once a later one's tokens came", () => {
    const record = after(standing, withPending("second"), withPending("third"), withConsent("third", came))
    expect(after(record, withConsent("second", { ...came, tokens: {} }))).toBe(record)
  })

  it("that was presented later still may take the place of the first one's tokens", () => {
    const record = after(standing, withPending("second"), withPending("third"), withConsent("second", came))
    expect(record).toMatchObject({ from: "second", pending: ["third"] })
    expect(after(record, withConsent("third", came))).toMatchObject({ from: "third", generation: 6 })
  })

  it.each([
    ["was never presented for it", standing],
    ["finds that the connection has ended", undefined],
  ])("that %s changes nothing", (_, record) => expect(after(record, withConsent("other", came))).toBe(record))

  it("that is presented again is the same", () => {
    const record = after(standing, withPending("second"))
    expect(after(record, withPending("second"))).toBe(record)
  })
})

describe("a refresh", () => {
  it("brings a set of the next generation and of the same grant", () =>
    expect(after(leased, withRefreshed(standing, came))).toEqual({
      generation: 5,
      pending: [],
      clock: 1_400,
      from: "first",
      set: { tokens: came.tokens, keptAt: 1_400 },
    }))

  it.each<[string, ConnectionRecord]>([
    ["another has the lease", { ...leased, lease: { id: "other", for: 61_000 } }],
    ["nobody has", standing],
    ["the set is said to be lost", { ...standing, ended: { reason: "lost", since: 900 } }],
  ])("brings it too where %s", (_, record) =>
    expect(after(record, withRefreshed(standing, came))).toEqual(after(leased, withRefreshed(standing, came))),
  )

  it.each<[string, ConnectionRecord]>([
    ["another refresh came before it", { ...standing, generation: 5 }],
    ["another grant's set has the same number", { ...standing, from: "second" }],
  ])("brings nothing where %s", (_, record) => expect(after(record, withRefreshed(standing, came))).toBe(record))

  it("that fails leaves the lease and a pause; only an outcome in doubt leaves doubt", () => {
    const limited = new RateLimited({ ...failure, grant: "reusable", retryAfter: 5_000 })
    const paused = after(leased, withPause("mine", limited, 5_000))
    expect(paused).toMatchObject({ lease: undefined, pause: { for: 5_000, verdict: { tag: "RateLimited" } } })
    expect(paused?.doubt).toBeUndefined()
    for (const doubtful of [
      new OutcomeUnknown({ ...failure, grant: "unknown", reason: "reset" }),
      new ProviderUnavailable({ ...failure, grant: "unknown", status: 503 }),
    ])
      expect(after(leased, withPause("mine", doubtful, 2_000))).toMatchObject({ doubt: true })
  })

  it("that is refused ends the connection: as lost only where there was doubt", () => {
    expect(after(leased, withRefusal("mine"))?.ended).toEqual({ reason: "refused", since: 1_200 })
    expect(after({ ...leased, doubt: true }, withRefusal("mine"))?.ended).toEqual({ reason: "lost", since: 1_200 })
  })

  it.each([withRefusal("other"), withPause("other", new InvalidGrant({ ...failure, grant: "spent" }), 1)])(
    "of one who no longer has the lease neither ends nor pauses anything",
    (change) => expect(after(leased, change)).toBe(leased),
  )
})

describe("a lease", () => {
  const lease = { id: "mine", for: 61_000 }

  it("is taken of the set that was seen", () =>
    expect(after(standing, withLease(standing, lease))).toEqual({ ...standing, lease, pause: undefined }))

  it("taken over from another leaves doubt: nobody knows what became of their refresh", () => {
    const seen = { ...standing, lease: { id: "other", for: 61_000 } }
    expect(after(seen, withLease(seen, lease))).toMatchObject({ lease, doubt: true })
  })

  it.each<[string, ConnectionRecord | undefined]>([
    ["the set is another by now", { ...standing, generation: 5 }],
    ["somebody else has taken it", { ...standing, lease: { id: "other", for: 61_000 } }],
    [
      "somebody's refresh failed since",
      { ...standing, pause: { for: 1, verdict: { tag: "InvalidGrant", fields: "{}" } } },
    ],
    ["the connection has ended", { ...standing, ended: { reason: "refused", since: 900 } }],
    ["the connection is gone", undefined],
  ])("is not taken where %s", (_, record) => expect(after(record, withLease(standing, lease))).toBe(record))
})

describe("a rejection", () => {
  it("ends the connection of that set", () =>
    expect(after(standing, withRejection(standing))?.ended).toEqual({ reason: "rejected", since: 1_200 }))

  it("of an older set changes nothing", () =>
    expect(after(standing, withRejection({ ...standing, generation: 3 }))).toBe(standing))
})

describe("the time of a set", () => {
  const row = { record: standing, age: 2_000, readAt: 10_000 }

  it.each([
    ["our clock, where it is ahead", 12_000, 12_000],
    ["that of whoever received it, as the store has measured it since, where ours is behind", 100, 2_500],
    ["continued by our clock after the read", 10_700, 10_700],
  ])("is %s", (_, now, expected) => expect(timeOf(row, now)).toBe(expected))

  it("goes on with our clock after the read, though ours is far behind", () =>
    expect(timeOf({ ...row, readAt: 10 }, 60)).toBe(2_550))
})
