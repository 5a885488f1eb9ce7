/** Keys that are rotated, and keys that a service keeps. */
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { createSimulator } from "../../src/testing.ts"
import { createVault, type KeyService, memoryStore, type VaultKeys } from "../../src/vault.ts"
import { everyOne } from "./fixtures/held.ts"

const key = (byte: number) => Buffer.alloc(32, byte).toString("base64")
const [old, next, other] = [key(1), key(2), key(3)]

const makeShared = () => {
  const simulator = createSimulator()
  const store = memoryStore()
  const open = (keys: VaultKeys) =>
    createVault({ ...simulator.settings, store, keys, cacheFor: 0, now: () => simulator.clock.now().getTime() })
  const posts = () => simulator.dapi.journal.length
  return { simulator, store, open, posts }
}

type Open = ReturnType<typeof makeShared>["open"]

const tokenOf = async (vault: ReturnType<Open>, id: string) => {
  const { data, error } = await vault.dapi.tokens(id)
  return data ? Redacted.value(data.accessToken) : error._tag
}

describe("keys", () => {
  it.each([
    ["a key of the same name with other bytes", { old: other }],
    ["a key of another name", { other }],
    ["the same bytes under another name", { other: old }],
  ] satisfies ReadonlyArray<readonly [string, VaultKeys]>)("%s open nothing: Unsealable", async (_, keys) => {
    const { simulator, open, posts } = makeShared()
    const grant = simulator.dapi.issueGrant()
    await open({ old }).dapi.connect("user", grant)
    const vault = open(keys)
    expect(await tokenOf(vault, "user")).toBe("Unsealable")
    expect((await vault.dapi.connect("user", grant)).error).toMatchObject({ _tag: "Unsealable" })
    expect((await vault.dapi.connect("another", simulator.dapi.issueGrant())).error).toMatchObject({
      _tag: "Unsealable",
    })
    expect((await vault.reseal()).error).toMatchObject({ _tag: "Unsealable" })
    expect(posts()).toBe(1)
    expect(await tokenOf(open({ old }), "user")).not.toBe("Unsealable")
  })

  it("Unsealable names the key that is missing", async () => {
    const { simulator, open } = makeShared()
    await open({ "2026-11": old }).dapi.connect("user", simulator.dapi.issueGrant())
    const { error } = await open({ "2026-12": next }).dapi.tokens("user")
    expect(error?.message).toContain(`wrapped by the key "2026-11", which is not among the keys`)
  })

  it("after reseal the new key alone opens every row, and every grant gives its verdict", async () => {
    const { simulator, store, open, posts } = makeShared()
    const grants = Array.from({ length: 150 }, (_, index) => [`user ${index}`, simulator.dapi.issueGrant()] as const)
    const before = open({ old })
    for (const [id, grant] of grants) expect((await before.dapi.connect(id, grant)).data).toBeDefined()
    const refused = simulator.dapi.issueGrant()
    simulator.dapi.answerNext("200 grant-rejected")
    expect((await before.dapi.connect("refused", refused)).error).toMatchObject({ _tag: "InvalidGrant" })
    const tokens = await Promise.all(grants.map(([id]) => tokenOf(before, id)))
    const keys = await store.list("", undefined, 1_000)

    expect(await open({ next, old }).reseal()).toEqual({ data: 150 + 151 })
    const after = open({ next })
    expect(await Promise.all(grants.map(([id]) => tokenOf(after, id)))).toEqual(tokens)
    for (const [id, grant] of grants) expect((await after.dapi.connect(id, grant)).data).toBeDefined()
    expect((await after.dapi.connect("refused", refused)).error).toMatchObject({ _tag: "InvalidGrant" })
    expect(posts()).toBe(151)
    expect(await everyOne(after.dapi.list())).toHaveLength(150)
    // One data key more; grants are known by the same hash.
    const fresh = (await store.list("", undefined, 1_000)).filter((row) => !keys.includes(row))
    expect(fresh).toEqual(["key/000002"])
    expect(await tokenOf(open({ old }), "user 0")).toBe("Unsealable")
  })

  it("a process with both keys that writes before, during and after a reseal loses nothing", async () => {
    const { simulator, open } = makeShared()
    const second = open({ old, next })
    const connect = async (id: string) => {
      const { data } = await second.dapi.connect(id, simulator.dapi.issueGrant())
      return [id, data && Redacted.value(data.accessToken)] as const
    }
    const ids = Array.from({ length: 30 }, (_, index) => `user ${index}`)
    const first = await Promise.all(ids.slice(0, 10).map(connect))
    const resealing = open({ next, old }).reseal()
    const during = await Promise.all(ids.slice(10, 20).map(connect))
    expect(await resealing).toMatchObject({ data: expect.any(Number) })
    const after = await Promise.all(ids.slice(20).map(connect))
    const alone = open({ next })
    for (const [id, token] of [...first, ...during, ...after]) expect(await tokenOf(alone, id)).toBe(token)
  })

  it("ten reseals in a row, and at once, leave every row open", async () => {
    const { simulator, open } = makeShared()
    await open({ old }).dapi.connect("user", simulator.dapi.issueGrant())
    const token = await tokenOf(open({ old }), "user")
    for (let time = 0; time < 5; time++) expect(await open({ old }).reseal()).toEqual({ data: 2 })
    const atOnce = await Promise.all(Array.from({ length: 5 }, () => open({ old }).reseal()))
    expect(atOnce.map(({ error }) => error)).toEqual(atOnce.map(() => undefined))
    expect(await tokenOf(open({ old }), "user")).toBe(token)
  })
})

describe.concurrent("a key management service", () => {
  /** Its secret is a byte. */
  const makeService = (changes: Partial<Record<keyof KeyService, (bytes: Uint8Array) => unknown>> = {}) => {
    const calls: Array<string> = []
    const xor = (bytes: Uint8Array) => bytes.map((byte) => byte ^ 0x5a)
    const called = (name: keyof KeyService) => async (bytes: Uint8Array) => {
      calls.push(name)
      // A service in JavaScript may answer anything.
      return (changes[name] ?? xor)(bytes) as Uint8Array
    }
    return { service: { wrap: called("wrap"), unwrap: called("unwrap") }, calls }
  }

  it("is asked to unwrap once by each process, however many rows are read and written", async () => {
    const { simulator, open } = makeShared()
    const first = makeService()
    const vault = open(first.service)
    const ids = Array.from({ length: 20 }, (_, index) => `user ${index}`)
    await Promise.all(ids.map((id) => vault.dapi.connect(id, simulator.dapi.issueGrant())))
    expect(first.calls).toEqual(["wrap", "unwrap"])
    const second = makeService()
    const another = open(second.service)
    for (const id of [...ids, ...ids]) expect((await another.dapi.tokens(id)).data).toBeDefined()
    await Promise.all(ids.map((id) => another.dapi.tokens(id)))
    expect((await another.dapi.connect("one more", simulator.dapi.issueGrant())).data).toBeDefined()
    expect(second.calls).toEqual(["unwrap"])
  })

  const nothing = () => {
    throw new Error("the service is down")
  }
  const nonsense: ReadonlyArray<readonly [what: string, answer: (bytes: Uint8Array) => unknown]> = [
    ["rejects", nothing],
    ["answers nothing", () => undefined],
    ["answers null", () => null],
    ["answers text", (bytes) => Buffer.from(bytes).toString("base64")],
    ["answers a buffer that is no bytes", (bytes) => Uint8Array.from(bytes).buffer],
    ["answers no byte", () => new Uint8Array()],
    ["answers a number", () => 7],
  ]

  it.each(nonsense)("a wrap that %s is StoreFailed and presents nothing; afterwards it works", async (_, wrap) => {
    const { simulator, open, posts } = makeShared()
    const grant = simulator.dapi.issueGrant()
    const { error } = await open(makeService({ wrap }).service).dapi.connect("user", grant)
    expect(error).toMatchObject({ _tag: "StoreFailed" })
    expect(posts()).toBe(0)
    expect((await open(makeService().service).dapi.connect("user", grant)).data).toBeDefined()
  })

  it.each(nonsense)("a reseal whose wrap %s fails, and every row still opens", async (_, wrap) => {
    const { simulator, open } = makeShared()
    await open(makeService().service).dapi.connect("user", simulator.dapi.issueGrant())
    const token = await tokenOf(open(makeService().service), "user")
    expect((await open(makeService({ wrap }).service).reseal()).error).toMatchObject({ _tag: "StoreFailed" })
    expect(await tokenOf(open(makeService().service), "user")).toBe(token)
  })

  it.each(nonsense)("an unwrap that %s is an error and presents nothing; afterwards it works", async (_, unwrap) => {
    const { simulator, open, posts } = makeShared()
    const grant = simulator.dapi.issueGrant()
    await open(makeService().service).dapi.connect("user", grant)
    const vault = open(makeService({ unwrap }).service)
    expect(await tokenOf(vault, "user")).toMatch(/^(StoreFailed|Unsealable)$/)
    const fresh = simulator.dapi.issueGrant()
    expect((await vault.dapi.connect("another", fresh)).error?._tag).toMatch(/^(StoreFailed|Unsealable)$/)
    expect(posts()).toBe(1)
    expect((await open(makeService().service).dapi.connect("another", fresh)).data).toBeDefined()
  })

  it("an unwrap that fails once is asked again within the same call", async () => {
    const { simulator, open } = makeShared()
    await open(makeService().service).dapi.connect("user", simulator.dapi.issueGrant())
    let failures = 1
    const vault = open({
      wrap: makeService().service.wrap,
      unwrap: async (bytes) => (failures-- > 0 ? nothing() : makeService().service.unwrap(bytes)),
    })
    expect(await tokenOf(vault, "user")).not.toBe("StoreFailed")
  })

  it("bytes that are not the data key are Unsealable", async () => {
    const { simulator, open } = makeShared()
    await open(makeService().service).dapi.connect("user", simulator.dapi.issueGrant())
    for (const length of [16, 31, 32, 33]) {
      const vault = open(makeService({ unwrap: () => new Uint8Array(length) }).service)
      expect(await tokenOf(vault, "user")).toBe("Unsealable")
    }
  })
})
