/** What a vault is given may be wrong: it says so, and nothing is sent, spent or lost. */
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { createSimulator, faultyStore, type StoreMethod } from "../../src/testing.ts"
import { createVault, InvalidSettings, memoryStore } from "../../src/vault.ts"
import { everyOne, makeHeld, past } from "./fixtures/held.ts"
import { openStore, sqlitePlace } from "./fixtures/place.ts"
import { testKey } from "./fixtures/vault.ts"

/** As a caller without types would. */
const create = (settings: object) => () => createVault(settings as Parameters<typeof createVault>[0])

describe("settings", () => {
  const good = { store: memoryStore(), keys: { now: testKey }, dapi: { appSecret: "secret" } }
  const wiped = Redacted.make("wiped")
  Redacted.wipeUnsafe(wiped)

  it.each([
    ["no keys", { keys: undefined }, "keys"],
    ["an object without keys", { keys: {} }, "keys"],
    ["a short key", { keys: { now: new Uint8Array(31) } }, "keys.now"],
    ["a long key", { keys: { now: new Uint8Array(33) } }, "keys.now"],
    ["a key that is no base64", { keys: { now: "canary?" } }, "keys.now"],
    ["a key that was wiped", { keys: { now: wiped } }, "keys.now"],
    ["a number as a key", { keys: { now: 7 } }, "keys.now"],
    ["a key named by digits alone, whose place among the keys is lost", { keys: { 2026: testKey } }, "keys.…"],
    ["a key service that cannot unwrap", { keys: { wrap: async () => testKey } }, "keys.wrap"],
    ["no store", { store: undefined }, "store"],
    ["a store without a method", { store: { ...memoryStore(), list: undefined } }, "store"],
    ["a cacheFor below 0", { cacheFor: -1 }, "cacheFor"],
    ["a cacheFor that is no number", { cacheFor: Number.NaN }, "cacheFor"],
    ["a cacheFor without end", { cacheFor: Number.POSITIVE_INFINITY }, "cacheFor"],
    ["a clock that is no function", { now: 7 }, "now"],
    ["a setting that nobody knows", { cacheTime: 7 }, "cacheTime"],
    ["a provider's malformed setting", { dapi: { appSecret: "" } }, "dapi.appSecret"],
  ])("%s is InvalidSettings, which names the setting and quotes nothing", (_, wrong, setting) => {
    const made = create({ ...good, ...wrong })
    expect(made).toThrow(InvalidSettings)
    expect(made).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ setting })] }))
    expect(made).not.toThrow(/canary|wiped/)
  })

  it("a key may be bytes, base64 and base64url", async () => {
    const bytes = new Uint8Array(32).fill(251)
    const base64 = Buffer.from(bytes).toString("base64")
    const simulator = createSimulator()
    const store = memoryStore()
    const vaultOf = (key: Uint8Array | string) =>
      createVault({ store, keys: { now: key }, cacheFor: 0, ...simulator.settings })
    await vaultOf(bytes).dapi.connect("user", simulator.dapi.issueGrant())
    expect((await vaultOf(base64).dapi.tokens("user")).data).toBeDefined()
    expect((await vaultOf(base64.replace(/\+/g, "-").replace(/\//g, "_")).dapi.tokens("user")).data).toBeDefined()
  })
})

describe("the name of a connection", () => {
  it.each([
    ["an empty text", ""],
    ["half of a character", "\ud800"],
    ["more than 1,000 characters, encoded", "ü".repeat(170)],
    ["no text", 7],
    ["nothing", undefined],
  ])("%s is InvalidRequest, and nothing is sent", async (_, name) => {
    const { vault, simulator } = makeHeld()
    const id = name as string // As a caller without types would.
    const malformed = { _tag: "InvalidRequest", fields: ["connectionId"] }
    expect((await vault.dapi.connect(id, simulator.dapi.issueGrant())).error).toMatchObject(malformed)
    expect((await vault.dapi.tokens(id)).error).toMatchObject(malformed)
    expect((await vault.dapi.disconnect(id)).error).toMatchObject(malformed)
    expect(simulator.dapi.journal).toEqual([])
  })

  it("may have every character, and no two are mixed up, in memory and in SQLite", async () => {
    const names = [
      "a/b",
      "a%2Fb",
      "a b",
      "a+b",
      "ä",
      "😀",
      "'; drop table",
      "\0",
      "\n",
      "%",
      "_",
      "A",
      "a",
      "x".repeat(1_000),
    ]
    await using made = await sqlitePlace()
    await using opened = openStore(made.place)
    for (const store of [memoryStore(), opened.store]) {
      const { vault, simulator } = makeHeld({ store })
      const tokens = new Map<string, unknown>()
      for (const name of names) {
        const { data } = await vault.dapi.connect(name, simulator.dapi.issueGrant())
        tokens.set(name, data?.tokenId)
      }
      for (const name of names) expect((await vault.dapi.tokens(name)).data?.tokenId).toBe(tokens.get(name))
      const listed = (await everyOne(vault.dapi.list())).map(({ connectionId }) => connectionId)
      expect(new Set(listed)).toEqual(new Set(names))
      for (const name of names) expect(await vault.dapi.disconnect(name)).toEqual({ data: true })
      expect(await everyOne(vault.dapi.list())).toEqual([])
    }
  })
})

describe("how long tokens should be good", () => {
  const connected = async () => {
    const held = makeHeld()
    await held.vault.aisquare.connect("user", held.simulator.aisquare.issueGrant())
    return { ...held, posts: () => held.simulator.aisquare.journal.length }
  }

  /** A caller without types may give anything. */
  const asking = async (freshFor: unknown) => {
    const { vault, posts } = await connected()
    const { data, error } = await vault.aisquare.tokens("user", { freshFor: freshFor as number })
    return { provider: data?.provider, error, posts: posts() }
  }

  it.each([-1, Number.NEGATIVE_INFINITY])("%s counts as 0", async (freshFor) =>
    expect(await asking(freshFor)).toMatchObject({ provider: "aisquare", posts: 1 }),
  )

  it.each([null, undefined])("%s counts as absent", async (freshFor) =>
    expect(await asking(freshFor)).toMatchObject({ provider: "aisquare", posts: 1 }),
  )

  it.each([Number.NaN, "60000"])("%s is InvalidRequest", async (freshFor) =>
    expect(await asking(freshFor)).toMatchObject({ error: { _tag: "InvalidRequest", fields: ["freshFor"] } }),
  )

  it.each([1e15, Number.POSITIVE_INFINITY])(
    "%s is at most half of the tokens' life: no call refreshes what just came",
    async (freshFor) => {
      const { vault, posts } = await connected()
      for (let call = 0; call < 20; call++)
        expect((await vault.aisquare.tokens("user", { freshFor })).data).toBeDefined()
      expect(posts()).toBe(1)
    },
  )
})

describe("a deadline", () => {
  it("that is no number is InvalidRequest, and the grant can be presented afterwards", async () => {
    const { vault, simulator } = makeHeld()
    const grant = simulator.dapi.issueGrant()
    const { error } = await vault.dapi.connect("user", grant, { timeout: Number.NaN })
    expect(error).toMatchObject({ _tag: "InvalidRequest", fields: ["timeout"] })
    expect((await vault.dapi.connect("user", grant)).data).toBeDefined()
  })

  it.each([0, -5])("of %s sends nothing, and the grant can be presented afterwards", async (timeout) => {
    const { vault, simulator } = makeHeld()
    const grant = simulator.dapi.issueGrant()
    expect((await vault.dapi.connect("user", grant, { timeout })).error).toMatchObject({
      _tag: "ConnectionFailed",
      grant: "unspent",
    })
    expect(simulator.dapi.journal).toEqual([])
    expect((await vault.dapi.connect("user", grant)).data).toBeDefined()
  })
})

it.each([undefined, null, {}, 7, "text", { accessCode: "" }, { accessCode: 7, connectionId: "c" }])(
  "the grant %j is InvalidRequest, and nothing is sent",
  async (grant) => {
    const { vault, simulator } = makeHeld()
    const { error } = await vault.dapi.connect("user", grant as { accessCode: string; connectionId: string })
    expect(error?._tag).toBe("InvalidRequest")
    expect(simulator.dapi.journal).toEqual([])
  },
)

describe("a store that answers nonsense", () => {
  const nonsense: Readonly<Record<StoreMethod, ReadonlyArray<unknown>>> = {
    read: [7, "text", {}, { value: "text", version: "1", age: 0 }, { value: testKey, version: "1", age: Number.NaN }],
    write: [7, {}, true],
    remove: [undefined, "yes"],
    list: [undefined, 7, [7], ["aaa", "aaa"].concat([undefined as unknown as string])],
  }
  const cases = Object.entries(nonsense).flatMap(([method, all]) =>
    all.map((answer) => [method as StoreMethod, answer] as const),
  )

  it.each(cases)(
    "%s answers %j: StoreFailed or tokens, at most one POST, and all is well afterwards",
    async (method, answer) => {
      const { store, answerNext } = faultyStore(memoryStore())
      const { vault, simulator } = makeHeld({ store })
      const grant = simulator.dapi.issueGrant()
      for (let call = 0; call < 3; call++) answerNext(method, answer)
      const { data, error } = await vault.dapi.connect("user", grant)
      expect(data?.provider ?? error?._tag).toMatch(/^(dapi|StoreFailed)$/)
      await vault.reseal()
      expect((await vault.dapi.connect("user", grant)).data).toBeDefined()
      expect(simulator.dapi.journal).toHaveLength(1)
      await vault.dapi.disconnect("user")
      expect((await vault.dapi.tokens("user")).error?._tag).toBe("NotConnected")
    },
  )
})

it.each([{}, "text", 7, [], { provider: "dapi" }])(
  "rejected tokens %j that are none change nothing",
  async (rejected) => {
    const { vault, simulator } = makeHeld()
    await vault.dapi.connect("user", simulator.dapi.issueGrant())
    expect((await vault.dapi.tokens("user", { rejected: rejected as never })).data).toBeDefined()
    simulator.clock.advance(past)
    expect((await vault.dapi.tokens("user")).data).toBeDefined()
  },
)
