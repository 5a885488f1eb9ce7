/** What docs/operations.md tells operators of clocks, limits and forgotten grants, shown through the public API. */
import { describe, expect, it } from "vitest"
import { day, slow, world } from "./fixtures/operators.ts"

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
