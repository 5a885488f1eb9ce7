/** Rows that were changed, swapped or copied in the store. None of them opens, and nothing else is touched by it. */
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { everyOne, makeHeld, past } from "./fixtures/held.ts"
import { bytesIn, grantRow, put, tampers } from "./fixtures/tamper.ts"

const [anna, bert, carl] = ["anna", "bert", "carl"]
const rowOf = (provider: string, id: string) => `connection/${provider}/${id}`

/** Three users at Dapi, one of whom is at Finqware too. */
const makeUsers = async () => {
  const held = makeHeld()
  const { vault, simulator, store } = held
  const grants = new Map<string, ReturnType<typeof simulator.dapi.issueGrant>>()
  for (const id of [anna, bert, carl]) {
    const grant = simulator.dapi.issueGrant()
    grants.set(id, grant)
    expect((await vault.dapi.connect(id, grant)).data).toBeDefined()
  }
  expect((await vault.finqware.connect(anna, simulator.finqware.issueGrant())).data).toBeDefined()
  const tokenOf = async (id: string, from = held.open()) => {
    const { data, error } = await from.dapi.tokens(id)
    return data ? Redacted.value(data.accessToken) : error._tag
  }
  const posts = () => simulator.dapi.journal.length
  return { ...held, store, grants, posts, tokenOf, token: await tokenOf(anna), others: await tokenOf(carl) }
}

describe("a connection's row that was changed is Unsealable, in every vault, until the right one is back", () => {
  const swaps = [
    ["another user's row", rowOf("dapi", bert)],
    ["the row of another provider", rowOf("finqware", anna)],
    ["the row of a data key", "key/000001"],
    ["the row of the fingerprints' key", "key/fingerprint"],
  ] as const

  it.each([...tampers.map(([what, change]) => ({ what, change })), ...swaps.map(([what, from]) => ({ what, from }))])(
    "$what",
    async (tamper) => {
      const { store, vault, simulator, tokenOf, token, others, posts } = await makeUsers()
      const right = await bytesIn(store, rowOf("dapi", anna))
      const wrong = "from" in tamper ? await bytesIn(store, tamper.from) : tamper.change(right)
      await put(store, rowOf("dapi", anna), wrong)
      expect([await tokenOf(anna, vault), await tokenOf(anna)]).toEqual(["Unsealable", "Unsealable"])
      // A new grant is not spent on a row that cannot be written.
      const before = posts()
      expect((await vault.dapi.connect(anna, simulator.dapi.issueGrant())).error).toMatchObject({ _tag: "Unsealable" })
      expect(posts()).toBe(before)
      expect([await tokenOf(carl, vault), await tokenOf(carl)]).toEqual([others, others])
      const listed = await everyOne(vault.dapi.list())
      expect(listed.map(({ connectionId, error }) => [connectionId, error?._tag])).toEqual([
        [anna, "Unsealable"],
        [bert, undefined],
        [carl, undefined],
      ])
      await put(store, rowOf("dapi", anna), right)
      expect([await tokenOf(anna, vault), await tokenOf(anna)]).toEqual([token, token])
    },
  )

  it("two users' rows that were swapped", async () => {
    const { store, vault, tokenOf, token } = await makeUsers()
    const [own, other] = [await bytesIn(store, rowOf("dapi", anna)), await bytesIn(store, rowOf("dapi", bert))]
    await put(store, rowOf("dapi", anna), other)
    await put(store, rowOf("dapi", bert), own)
    for (const id of [anna, bert]) {
      expect([await tokenOf(id, vault), await tokenOf(id)]).toEqual(["Unsealable", "Unsealable"])
    }
    await put(store, rowOf("dapi", anna), own)
    expect(await tokenOf(anna, vault)).toBe(token)
  })

  it("an old generation's row under another user's name", async () => {
    const { vault, open, simulator, store } = makeHeld()
    await vault.aisquare.connect(anna, simulator.aisquare.issueGrant())
    await vault.aisquare.connect(bert, simulator.aisquare.issueGrant())
    const old = await bytesIn(store, rowOf("aisquare", anna))
    simulator.clock.advance(past)
    await vault.aisquare.tokens(anna)
    await put(store, rowOf("aisquare", bert), old)
    expect((await open().aisquare.tokens(bert)).error).toMatchObject({ _tag: "Unsealable" })
    expect((await open().aisquare.tokens(anna)).data).toBeDefined()
  })

  it("can be disconnected, and connected anew", async () => {
    const { store, vault, simulator } = await makeUsers()
    await put(store, rowOf("dapi", anna), new Uint8Array(3))
    expect(await vault.dapi.disconnect(anna)).toEqual({ data: true })
    expect((await vault.dapi.connect(anna, simulator.dapi.issueGrant())).data).toBeDefined()
  })
})

describe("a grant's row that was changed is Unsealable, and the grant is not presented", () => {
  it.each(tampers)("%s", async (_, change) => {
    const { vault, open, simulator, store } = makeHeld()
    const grant = simulator.dapi.issueGrant()
    await vault.dapi.connect(anna, grant)
    const key = await grantRow(store)
    const right = await bytesIn(store, key)
    await put(store, key, change(right))
    for (const one of [vault, open()])
      expect((await one.dapi.connect(anna, grant)).error).toMatchObject({ _tag: "Unsealable" })
    expect((await open().dapi.tokens(anna)).data).toBeDefined()
    await put(store, key, right)
    expect((await open().dapi.connect(anna, grant)).data).toBeDefined()
    expect(simulator.dapi.journal).toHaveLength(1)
  })
})

describe("a key's row that was changed is Unsealable for a new process", () => {
  it.each(["key/000001", "key/fingerprint"])("%s", async (key) => {
    const { store, open, grants, tokenOf, token, posts } = await makeUsers()
    const right = await bytesIn(store, key)
    const before = posts()
    for (const [, change] of tampers) {
      await put(store, key, change(right))
      const grant = grants.get(anna) ?? expect.fail("no grant")
      expect((await open().dapi.connect(anna, grant)).error).toMatchObject({ _tag: "Unsealable" })
      expect(await tokenOf(anna)).toBe(key === "key/fingerprint" ? token : "Unsealable")
    }
    await put(store, key, right)
    expect(await tokenOf(anna)).toBe(token)
    expect(posts()).toBe(before)
  })
})

it("an older row that was put back whole ends in tokens that work or in ConsentRequired", async () => {
  const { vault, open, simulator, store } = makeHeld()
  await vault.aisquare.connect(anna, simulator.aisquare.issueGrant())
  const old = await bytesIn(store, rowOf("aisquare", anna))
  const first = (await vault.aisquare.tokens(anna)).data
  await put(store, rowOf("aisquare", anna), old)
  expect((await open().aisquare.tokens(anna)).data).toEqual(first)
  simulator.clock.advance(past)
  const refreshed = await vault.aisquare.tokens(anna)
  await put(store, rowOf("aisquare", anna), old)
  // Its refresh token was rotated away: the provider refuses it.
  const restored = await open().aisquare.tokens(anna)
  expect(restored.error).toMatchObject({ _tag: "ConsentRequired", connectionId: anna })
  expect(refreshed.data).toBeDefined()
  expect((await open().aisquare.connect(anna, simulator.aisquare.issueGrant())).data).toBeDefined()
})
