/** Answers that come late, by one `fetch` and over HTTP. */
import { describe, expect, it } from "vitest"
import { createTokenExchange, type OrphanedOutcome } from "../index.ts"
import { createSimulator } from "../testing.ts"

describe.each(["fetch", "HTTP"])("a late answer by %s", (by) => {
  it("comes to the hook after the client's deadline, and the grant was spent at once", async () => {
    const simulator = createSimulator()
    await using servers = await simulator.listen()
    const late = Promise.withResolvers<OrphanedOutcome>()
    const settings = by === "fetch" ? simulator.settings : servers.settings
    const exchange = createTokenExchange({ ...settings, onOrphaned: late.resolve })
    const grant = simulator.dapi.issueGrant()

    simulator.dapi.failNext("late", { milliseconds: 1_500 })
    const { error } = await exchange.dapi.exchangeToken(grant, { timeout: 1_000 })
    expect(error).toMatchObject({ _tag: "OutcomeUnknown", reason: "deadline" })

    // The provider had worked on it before the answer came.
    const again = await createTokenExchange(settings).dapi.exchangeToken(grant)
    expect(again.error?._tag).toBe("InvalidGrant")
    expect((await late.promise).data).toMatchObject({ provider: "dapi" })
  })

  it("is what the provider answers, for a client that waits", async () => {
    const simulator = createSimulator()
    await using servers = await simulator.listen()
    const { finqware } = createTokenExchange(by === "fetch" ? simulator.settings : servers.settings)
    simulator.finqware.failNext("late", { milliseconds: 1 })
    expect((await finqware.exchangeToken(simulator.finqware.issueGrant())).data).toMatchObject({ provider: "finqware" })
  })
})

it("a fetch that is aborted does not wait for a late answer", async () => {
  const { dapi, fetch } = createSimulator()
  const hour = 3_600_000
  dapi.failNext("late", { milliseconds: hour })
  const controller = new AbortController()
  const answer = fetch("https://api.dapi.com/v2/auth/ExchangeToken", { method: "POST", signal: controller.signal })
  controller.abort("gone")
  await expect(answer).rejects.toBe("gone")
})

it("a fault that is asked for ever breaks every request, but for one that failNext asked for, until it is ended", async () => {
  const { dapi, settings } = createSimulator()
  const exchange = createTokenExchange(settings)
  const redeem = async () => (await exchange.dapi.exchangeToken(dapi.issueGrant())).error?._tag
  dapi.failEvery("unavailable")
  expect([await redeem(), await redeem()]).toEqual(["ProviderUnavailable", "ProviderUnavailable"])
  dapi.failNext("redirect")
  expect([await redeem(), await redeem()]).toEqual(["UnexpectedResponse", "ProviderUnavailable"])
  dapi.failEvery()
  expect(await redeem()).toBeUndefined()
})
