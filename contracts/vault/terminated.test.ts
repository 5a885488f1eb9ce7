/** A process is told to end while a provider has its request. It keeps what comes before it goes. */
import { expect, it } from "vitest"
import { startChild } from "./fixtures/child.ts"
import type { KillTask } from "./fixtures/kill.ts"
import { openStore, sqlitePlace } from "./fixtures/place.ts"
import { makeVault, testKey } from "./fixtures/vault.ts"
import { providerNames, serveVendor } from "./fixtures/vendor.ts"

/** A day more than an access token of AISquare lives, in milliseconds. */
const past = 8 * 86_400_000

/** Ends a process with SIGTERM once the provider has its request. The provider answers when the process knows. */
const terminate = async (flow: "connect" | "refresh", provider: (typeof providerNames)[number]) => {
  await using made = await sqlitePlace()
  const { place } = made
  await using opened = openStore(place)
  const received = Promise.withResolvers<void>()
  const isEnding = Promise.withResolvers<void>()
  let isArmed = false
  await using vendor = await serveVendor({
    worked: () => {
      if (!isArmed) return undefined
      received.resolve()
      return isEnding.promise
    },
  })
  const { simulator, settings } = vendor
  const now = () => simulator.clock.now().getTime()
  const open = () => makeVault({ store: opened.store, settings, timeout: 20_000, now })
  const grant = simulator[provider].issueGrant()
  if (flow === "refresh") {
    await open().aisquare.connect("user", simulator.aisquare.issueGrant())
    simulator.clock.advance(past)
  }
  isArmed = true
  const before = vendor.posts.length
  const keys = { test: Buffer.from(testKey).toString("base64") }
  const work = { flow, provider, connectionId: "user", grant }
  const task: KillTask = { place, settings, now: now(), keys, work }
  const child = startChild("kill-child.ts", task)
  await child.line()
  child.say("go")
  await received.promise
  child.kill("SIGTERM")
  for (let line = await child.line(); line !== "ending"; line = await child.line()) {
    if (line === undefined) throw new Error("it ended at once")
  }
  isEnding.resolve()
  const ended = await child.ended
  isArmed = false
  const { data, error } = await open()[provider].tokens("user")
  const isLive = data !== undefined && vendor.isLive(data)
  return { ended, error, isLive, posts: vendor.posts.length - before }
}

it.each(providerNames)("SIGTERM while %s redeems a grant: the tokens are in the store afterwards", async (provider) => {
  expect(await terminate("connect", provider)).toEqual({
    ended: { code: 0, signal: null },
    error: undefined,
    isLive: true,
    posts: 1,
  })
})

it("SIGTERM while AISquare refreshes: the new tokens are in the store afterwards", async () => {
  expect(await terminate("refresh", "aisquare")).toEqual({
    ended: { code: 0, signal: null },
    error: undefined,
    isLive: true,
    posts: 1,
  })
})
