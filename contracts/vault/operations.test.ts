/** What docs/operations.md tells operators of crashes, backups and keys, shown through the public API. */
import { describe, expect, it } from "vitest"
import { accessOf, backup, day, next, old, slow, world } from "./fixtures/operators.ts"

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
