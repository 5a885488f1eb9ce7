/** A caller gives up after its request has reached the provider. The answer comes late, and the vault keeps it. */
import { afterEach, describe, expect, it, vi } from "vitest"
import { makeHeld, past } from "./fixtures/held.ts"
import { providerNames } from "./fixtures/vendor.ts"

afterEach(() => vi.useRealTimers())

/** How callers give up. `give` does it once the provider has the request. */
const ways = {
  "its deadline passes": () => ({
    // So long that a slow machine sends the request before: time passes when the test says so.
    options: { timeout: 20_000 },
    giveUp: async () => void (await vi.advanceTimersByTimeAsync(20_001)),
    begin: () => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }),
  }),
  "its signal is aborted": () => {
    const controller = new AbortController()
    return { options: { signal: controller.signal }, giveUp: async () => controller.abort(), begin: () => {} }
  },
}

const callers = Object.entries(ways).flatMap(([how, way]) =>
  providerNames.map((provider) => [how, provider, way] as const),
)

describe.each(callers)("connect, and %s before %s answers", (_, provider, way) => {
  const givingUp = async (waitUntil?: (promise: Promise<unknown>) => void) => {
    const held = makeHeld(waitUntil === undefined ? {} : { waitUntil })
    const { simulator, vault, hold } = held
    const { options, giveUp, begin } = way()
    begin()
    const answer = hold()
    const grant = simulator[provider].issueGrant()
    // The grant is one of this provider.
    const connect = (one = vault) => one[provider].connect("user", grant as never, options)
    const connecting = connect()
    await answer.reached
    await giveUp()
    expect((await connecting).error).toMatchObject({ _tag: "OutcomeUnknown", grant: "unknown" })
    vi.useRealTimers()
    return { ...held, answer, connect, posts: () => simulator[provider].journal.length }
  }

  it("the next call has the tokens that came late, and the grant gives them too", async () => {
    const { vault, open, answer, connect, posts } = await givingUp()
    expect((await vault[provider].tokens("user")).error).toMatchObject({ _tag: "NotConnected" })
    answer.release()
    await vault[Symbol.asyncDispose]()
    const { data } = await open()[provider].tokens("user")
    expect(data).toBeDefined()
    vi.useFakeTimers({ toFake: ["Date"] }) // Keeps `connect` from giving up again: its signal is aborted.
    expect((await open()[provider].tokens("user")).data).toEqual(data)
    expect(posts()).toBe(1)
    expect((await connect(open())).error?._tag ?? "tokens").toBe("tokens")
    expect(posts()).toBe(1)
  })

  it("nothing revives a connection that was ended before the answer came", async () => {
    const { vault, open, answer, posts } = await givingUp()
    expect(await vault[provider].disconnect("user")).toEqual({ data: true })
    answer.release()
    await vault[Symbol.asyncDispose]()
    expect((await open()[provider].tokens("user")).error).toMatchObject({ _tag: "NotConnected" })
    expect(posts()).toBe(1)
  })

  it("waitUntil is handed a promise that ends after the tokens were stored", async () => {
    const promises: Array<Promise<unknown>> = []
    const { open, answer } = await givingUp((promise) => void promises.push(promise))
    expect(promises).not.toEqual([])
    answer.release()
    await Promise.all(promises)
    expect((await open()[provider].tokens("user")).data).toBeDefined()
  })
})

describe("a refresh at AISquare whose caller gives up", () => {
  const refreshing = async (waitUntil?: (promise: Promise<unknown>) => void) => {
    const held = makeHeld(waitUntil === undefined ? {} : { waitUntil })
    const { simulator, vault, hold } = held
    await vault.aisquare.connect("user", simulator.aisquare.issueGrant())
    simulator.clock.advance(past)
    const answer = hold()
    const controller = new AbortController()
    const asking = vault.aisquare.tokens("user", { signal: controller.signal })
    await answer.reached
    controller.abort()
    expect((await asking).error).toMatchObject({ _tag: "StillRefreshing" })
    const refreshes = () => simulator.aisquare.journal.filter(({ operation }) => operation === "refreshToken").length
    return { ...held, answer, refreshes }
  }

  it("goes on: the next call has the new tokens", async () => {
    const { vault, answer, refreshes } = await refreshing()
    answer.release()
    const { data } = await vault.aisquare.tokens("user")
    expect(data?.rotated).toBe(true)
    expect(refreshes()).toBe(1)
  })

  it("does not revive a connection that was ended before the answer came", async () => {
    const { vault, open, answer } = await refreshing()
    await vault.aisquare.disconnect("user")
    answer.release()
    await vault[Symbol.asyncDispose]()
    expect((await open().aisquare.tokens("user")).error).toMatchObject({ _tag: "NotConnected" })
  })

  it("waitUntil is handed a promise that ends after the new tokens were stored", async () => {
    const promises: Array<Promise<unknown>> = []
    const { open, answer, refreshes } = await refreshing((promise) => void promises.push(promise))
    answer.release()
    await Promise.all(promises)
    expect((await open().aisquare.tokens("user")).data?.rotated).toBe(true)
    expect(refreshes()).toBe(1)
  })
})
