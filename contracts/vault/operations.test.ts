/** What docs/vault.md tells operators, shown through the public API. The simulation holds the laws behind it. */
import { describe, expect, it, onTestFinished } from "vitest"
import { createSimulator, faultyStore, type SimulatorOptions } from "../../src/testing.ts"
import {
  type AISquareTokens,
  createVault,
  memoryStore,
  reveal,
  type VaultKeys,
  type VaultStore,
} from "../../src/vault.ts"

const day = 24 * 60 * 60 * 1000
const old = new Uint8Array(32).fill(1)
const next = new Uint8Array(32).fill(2)

/** A store, the providers, and processes with a vault each. The clocks move by hand. */
const world = (options: SimulatorOptions = {}) => {
  let storeTime = 0
  const simulator = createSimulator(options)
  const { store, ...faults } = faultyStore(memoryStore({ now: () => storeTime }))
  const start = (others: { fetch?: typeof fetch; keys?: VaultKeys; cacheFor?: number; ahead?: number } = {}) => {
    const { keys = { old }, ahead = 0, ...given } = others
    const now = () => simulator.clock.now().getTime() + ahead
    return createVault({ store, keys, cacheFor: 0, now, ...simulator.settings, ...given })
  }
  return {
    simulator,
    store,
    start,
    /** For the store alone. */
    age: (milliseconds: number) => {
      storeTime += milliseconds
    },
    pass: (milliseconds: number) => {
      storeTime += milliseconds
      simulator.clock.advance(milliseconds)
    },
    ...faults,
  }
}

/** A `fetch` whose answers wait until they are let go. */
const slow = (real: typeof fetch) => {
  const gone = Promise.withResolvers<void>()
  const sent = Promise.withResolvers<void>()
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await real(input, init)
    sent.resolve()
    await gone.promise
    return response
  }
  onTestFinished(() => gone.resolve())
  return { fetch, sent: sent.promise, answer: gone.resolve }
}

/** The text of a session's access token, to compare. */
const accessOf = ({ data }: { readonly data?: AISquareTokens }) => data && reveal(data.access)

/** Every row, to be put back later. */
const backup = async (store: VaultStore) => {
  const keys = await store.list("", undefined, 1_000)
  const rows = await Promise.all(keys.map(async (key) => [key, (await store.read(key))?.value] as const))
  return async () => {
    for (const key of await store.list("", undefined, 1_000))
      await store.remove(key, (await store.read(key))?.version ?? "")
    for (const [key, value] of rows) await store.write(key, value ?? new Uint8Array(), undefined)
  }
}

describe("a crash of connect", () => {
  it("before the grant's record is written: the next caller presents it", async () => {
    const { simulator, start, holdNext } = world()
    const grant = simulator.aisquare.issueGrant()
    const reading = holdNext("read", "before") // for ever: the process is gone
    void start().aisquare.connect("ada", grant)
    await reading.reached
    expect((await start().aisquare.connect("ada", grant)).data?.provider).toBe("aisquare")
  })

  it("before the tokens are kept: OutcomeUnknown for everybody, no second POST, and a late answer heals it", async () => {
    const { simulator, start, age } = world()
    const grant = simulator.aisquare.issueGrant()
    const { fetch, sent, answer } = slow(simulator.fetch)
    const first = start({ fetch }).aisquare.connect("ada", grant)
    await sent
    const early = await start().aisquare.connect("ada", grant, { timeout: 300 })
    expect(early.error).toMatchObject({ _tag: "OutcomeUnknown", reason: "another process presents it" })
    age(61_001)
    for (let time = 0; time < 2; time++) {
      const { error } = await start().aisquare.connect("ada", grant)
      expect(error).toMatchObject({ _tag: "OutcomeUnknown", reason: "its process ended" })
    }
    answer()
    const healed = accessOf(await first)
    expect(healed).toMatch(/^eyJ/)
    expect(accessOf(await start().aisquare.connect("ada", grant))).toBe(healed)
    expect(accessOf(await start().aisquare.tokens("ada"))).toBe(healed)
    expect(simulator.aisquare.journal).toHaveLength(1)
  })

  it("after the tokens are kept: the next caller gets them", async () => {
    const { simulator, store, start, holdNext } = world()
    const grant = simulator.aisquare.issueGrant()
    const vault = start()
    // The data key, the fingerprints' key, the reservation, the grant's record; then the tokens.
    const writes = [1, 2, 3, 4].map(() => holdNext("write", "before"))
    const keeping = holdNext("write", "after")
    void vault.aisquare.connect("ada", grant)
    for (const write of writes) {
      await write.reached
      write.release()
    }
    expect(await keeping.reached).toMatchObject({ key: "connection/aisquare/ada" })
    expect((await start().aisquare.connect("ada", grant)).data?.provider).toBe("aisquare")
    expect(simulator.aisquare.journal).toHaveLength(1)
    expect(await store.list("grant/", undefined, 10)).toHaveLength(1)
  })
})

describe("a crash of a refresh", () => {
  const crashed = async (rotate: boolean) => {
    const made = world({ aisquare: { rotate } })
    const { simulator, start, pass } = made
    await start().aisquare.connect("ada", simulator.aisquare.user)
    pass(7 * day - 30_000)
    const { fetch, sent, answer } = slow(simulator.fetch)
    const first = start({ fetch }).aisquare.tokens("ada")
    await sent
    return { ...made, first, answer }
  }

  it("with the lease: others go on with what is good, then wait, then refresh", async () => {
    const { simulator, start, pass } = await crashed(false)
    expect((await start().aisquare.tokens("ada")).data?.provider).toBe("aisquare")
    pass(30_000)
    const waiting = await start().aisquare.tokens("ada", { timeout: 100 })
    expect(waiting.error?._tag).toBe("StillRefreshing")
    pass(31_001)
    expect((await start().aisquare.tokens("ada")).data?.provider).toBe("aisquare")
    expect(simulator.aisquare.journal).toHaveLength(3)
  })

  it("after a rotation: lost, which a late answer heals", async () => {
    const { start, pass, first, answer } = await crashed(true)
    pass(61_001)
    expect((await start().aisquare.tokens("ada")).error).toMatchObject({ _tag: "ConsentRequired", reason: "lost" })
    answer()
    expect((await first).data?.provider).toBe("aisquare")
    expect((await start().aisquare.tokens("ada")).data?.provider).toBe("aisquare")
  })

  it("a late answer does not overwrite a later consent, and brings nothing back", async () => {
    const { simulator, start, pass, first, answer } = await crashed(true)
    pass(61_001)
    await start().aisquare.connect("ada", simulator.aisquare.user)
    const later = accessOf(await start().aisquare.tokens("ada"))
    answer()
    await first
    expect(accessOf(await start().aisquare.tokens("ada"))).toBe(later)
    const again = await crashed(true)
    expect(await again.start().aisquare.disconnect("ada")).toEqual({ data: true })
    again.answer()
    expect((await again.first).error?._tag).toBe("NotConnected")
    expect((await again.start().aisquare.tokens("ada")).error?._tag).toBe("NotConnected")
  })
})

describe("a restored backup", () => {
  it("ends in refused where the refresh token was rotated since", async () => {
    const { simulator, store, start, pass } = world({ aisquare: { rotate: true } })
    await start().aisquare.connect("ada", simulator.aisquare.user)
    const restore = await backup(store)
    pass(8 * day)
    await start().aisquare.tokens("ada")
    await restore()
    pass(1_000)
    expect((await start().aisquare.tokens("ada")).error).toMatchObject({ _tag: "ConsentRequired", reason: "refused" })
  })

  it("presents a grant again that was presented since, which the provider refuses", async () => {
    const { simulator, store, start } = world()
    await start().dapi.connect("eve", simulator.dapi.issueGrant())
    const restore = await backup(store)
    const grant = simulator.dapi.issueGrant()
    await start().dapi.connect("ada", grant)
    await restore()
    expect((await start().dapi.tokens("ada")).error?._tag).toBe("NotConnected")
    expect((await start().dapi.connect("ada", grant)).error?._tag).toBe("InvalidGrant")
    expect((await start().dapi.tokens("eve")).data?.provider).toBe("dapi")
  })
})

describe("keys", () => {
  it("rotate while services run: each row opens under the new key alone", async () => {
    const { simulator, start } = world()
    const grant = simulator.aisquare.issueGrant()
    await start().aisquare.connect("ada", grant)
    const running = start({ keys: { next, old } })
    expect((await running.aisquare.tokens("ada")).data?.provider).toBe("aisquare")
    // The connection and the grant.
    expect(await start({ keys: { next, old } }).reseal()).toEqual({ data: 2 })
    expect((await running.aisquare.tokens("ada")).data?.provider).toBe("aisquare")
    const after = start({ keys: { next } })
    expect((await after.aisquare.tokens("ada")).data?.provider).toBe("aisquare")
    expect((await after.aisquare.connect("ada", grant)).data?.provider).toBe("aisquare")
    expect(simulator.aisquare.journal).toHaveLength(1)
    const { error } = await start().aisquare.tokens("ada")
    expect(error).toMatchObject({
      _tag: "Unsealable",
      reason: 'it was wrapped by the key "next", which is not among the keys',
    })
  })

  it("a key management service that is down fails those who have yet to unwrap", async () => {
    const { simulator, start } = world()
    let isDown = false
    const asked = async (key: Uint8Array) => {
      if (isDown) throw new Error("down for maintenance")
      return key.map((byte) => byte ^ 1)
    }
    const keys = { wrap: asked, unwrap: asked }
    const running = start({ keys })
    await running.dapi.connect("ada", simulator.dapi.issueGrant())
    isDown = true
    expect((await running.dapi.tokens("ada")).data?.provider).toBe("dapi")
    const { error } = await start({ keys }).dapi.tokens("ada")
    expect(error).toMatchObject({ _tag: "StoreFailed", cause: { message: "down for maintenance" } })
  })

  it("a row that cannot be opened can be disconnected", async () => {
    const { simulator, store, start } = world()
    await start().dapi.connect("ada", simulator.dapi.issueGrant())
    const row = await store.read("connection/dapi/ada")
    await store.write("connection/dapi/eve", row?.value ?? old, undefined)
    expect((await start().dapi.tokens("eve")).error?._tag).toBe("Unsealable")
    expect(await start().dapi.disconnect("eve")).toEqual({ data: true })
    expect((await start().dapi.tokens("eve")).error?._tag).toBe("NotConnected")
  })
})

it("keys of rows are readable, and say no more than documented", async () => {
  const { simulator, store, start } = world()
  await start().dapi.connect("ada@example.org/bank 1", simulator.dapi.issueGrant())
  expect(await store.list("", undefined, 10)).toEqual([
    "connection/dapi/ada%40example.org%2Fbank%201",
    expect.stringMatching(/^grant\/[\da-f]{64}$/),
    "key/000001",
    "key/fingerprint",
  ])
  const first = async (key: string) =>
    Buffer.from((await store.read(key))?.value ?? [])
      .toString("latin1")
      .split("\n")[0]
  expect(await first("connection/dapi/ada%40example.org%2Fbank%201")).toBe("1")
  expect(await first("key/000001")).toBe("old")
})

describe("grants are forgotten", () => {
  const setUp = async () => {
    const made = world()
    const grant = made.simulator.dapi.issueGrant()
    await made.start().dapi.connect("ada", grant)
    return { ...made, grant, vault: made.start() }
  }

  it("after 30 days by default", async () => {
    const { vault, age } = await setUp()
    age(30 * day - 1)
    expect(await vault.prune()).toEqual({ data: 0 })
    age(1)
    expect(await vault.prune()).toEqual({ data: 1 })
  })

  it.each([0, -1, Number.NaN])("not before a day, whatever is asked: %d", async (olderThan) => {
    const { vault, age } = await setUp()
    age(day - 1)
    expect(await vault.prune({ olderThan })).toEqual({ data: 0 })
  })

  it("and then presented again; the connection stays", async () => {
    const { vault, age, grant, simulator } = await setUp()
    age(day)
    expect(await vault.prune({ olderThan: day })).toEqual({ data: 1 })
    expect((await vault.dapi.connect("eve", grant)).error?._tag).toBe("InvalidGrant")
    expect(simulator.dapi.journal).toHaveLength(2)
    expect((await vault.dapi.tokens("ada")).data?.provider).toBe("dapi")
  })
})

describe("clocks", () => {
  it("a process whose clock is behind hands out nothing that has expired", async () => {
    const { simulator, start, pass } = world()
    await start().aisquare.connect("ada", simulator.aisquare.user)
    pass(8 * day)
    await start({ ahead: -8 * day }).aisquare.tokens("ada")
    expect(simulator.aisquare.journal).toHaveLength(2)
  })

  it("a process whose clock is ahead refreshes early", async () => {
    const { simulator, start } = world()
    await start().aisquare.connect("ada", simulator.aisquare.user)
    await start({ ahead: 8 * day }).aisquare.tokens("ada")
    expect(simulator.aisquare.journal).toHaveLength(2)
  })
})

describe("limits", () => {
  it.each([
    ["a", 1, true],
    ["a", 1_000, true],
    ["a", 1_001, false],
    ["%", 333, true],
    ["%", 334, false],
    ["", 0, false],
  ])("a name of %j × %d", async (letter, times, isName) => {
    const { error } = await world().start().dapi.tokens(letter.repeat(times))
    expect(error?._tag).toBe(isName ? "NotConnected" : "InvalidRequest")
  })

  it("a disconnect elsewhere is seen once cacheFor is over", async () => {
    const { simulator, start, pass } = world()
    const vault = start({ cacheFor: 30_000 })
    await vault.dapi.connect("ada", simulator.dapi.issueGrant())
    await vault.dapi.tokens("ada")
    await start().dapi.disconnect("ada")
    pass(29_999)
    expect((await vault.dapi.tokens("ada")).data?.provider).toBe("dapi")
    pass(1)
    expect((await vault.dapi.tokens("ada")).error?._tag).toBe("NotConnected")
  })

  it("tokens are not handed out in their last five seconds", async () => {
    const { simulator, start, pass } = world()
    await start().aisquare.connect("ada", simulator.aisquare.user)
    const { data } = await start().aisquare.tokens("ada", { freshFor: 0 })
    pass((data?.accessExpiresAt?.getTime() ?? 0) - simulator.clock.now().getTime() - 5_001)
    await start().aisquare.tokens("ada", { freshFor: 0 })
    expect(simulator.aisquare.journal).toHaveLength(1)
    pass(1)
    await start().aisquare.tokens("ada", { freshFor: 0 })
    expect(simulator.aisquare.journal).toHaveLength(2)
  })

  it("a new consent takes the old one's place once its tokens have come, and not before", async () => {
    const { simulator, start } = world()
    await start().dapi.connect("ada", simulator.dapi.issueGrant())
    const { data } = await start().dapi.tokens("ada")
    const { fetch, sent, answer } = slow(simulator.fetch)
    const second = start({ fetch }).dapi.connect("ada", simulator.dapi.issueGrant())
    await sent
    expect((await start().dapi.tokens("ada")).data?.tokenId).toBe(data?.tokenId)
    answer()
    const { data: later } = await second
    expect((await start().dapi.tokens("ada")).data?.tokenId).toBe(later?.tokenId)
  })
})
