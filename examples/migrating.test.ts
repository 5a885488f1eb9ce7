/** The code of the migration guides: what it did before, and what it does now. */
import { createSimulator } from "token-exchange/testing"
import { createVault, memoryStore } from "token-exchange/vault"
import { describe, expect, it } from "vitest"
import { readBoth, redeemToOldPlace } from "./migrating/dapi.ts"
import { handWritten, kept, type Pair, redeemed } from "./migrating/simplejwt.ts"

const keys = { test: new Uint8Array(32) }

const placeOf = <Kept>() => {
  const rows = new Map<string, Kept>()
  return {
    rows,
    write: async (user: string, row: Kept) => void rows.set(user, row),
    read: async (user: string) => rows.get(user),
  }
}

it("dapi: the exchange writes to the old place; the vault's users and the old ones are both found", async () => {
  const simulator = createSimulator()
  const oldPlace = placeOf<string>()
  const connect = redeemToOldPlace(simulator.settings, oldPlace)
  const { accessCode, connectionId } = simulator.dapi.issueGrant()
  expect(await connect("old", String(accessCode), connectionId)).toEqual({ error: undefined })
  expect((await connect("old", String(accessCode), connectionId)).error?._tag).toBe("InvalidGrant")

  await using vault = createVault({ store: memoryStore(), keys, ...simulator.settings })
  await vault.dapi.connect("new", simulator.dapi.issueGrant())
  const tokenOf = readBoth(vault.dapi, oldPlace)
  expect(await tokenOf("old")).toBe(oldPlace.rows.get("old"))
  expect(await tokenOf("new")).toMatch(/^eyJ/)
  expect(await tokenOf("nobody")).toBeUndefined()
})

describe("simplejwt, where AISquare rotates refresh tokens", () => {
  const setUp = async () => {
    const simulator = createSimulator({ aisquare: { rotate: true } })
    const oldPlace = placeOf<Pair>()
    const before = handWritten((url, init) => simulator.fetch(url, init), oldPlace)
    const { username, password } = simulator.aisquare.user
    await before.login(username, password)
    return { simulator, oldPlace, before, username, password }
  }

  it("hand-written: two refreshes at once log the user out", async () => {
    const { before, username } = await setUp()
    const results = await Promise.allSettled([before.refresh(username), before.refresh(username)])
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
  })

  it("the exchange refreshes from the old place, and keeps the rotated token", async () => {
    const { simulator, oldPlace, username } = await setUp()
    const before = oldPlace.rows.get(username)
    const { refresh } = redeemed({ fetch: simulator.fetch }, oldPlace)
    expect(await refresh(username)).toBe("refreshed")
    expect(oldPlace.rows.get(username)?.refresh).not.toBe(before?.refresh)
    oldPlace.rows.set(username, before ?? expect.fail())
    expect(await refresh(username)).toBe("connect again")
    expect(await refresh("nobody")).toBe("connect again")
  })

  it("the vault refreshes once for all", async () => {
    const { simulator, username, password } = await setUp()
    const now = () => simulator.clock.now().getTime()
    await using vault = createVault({ store: memoryStore(), keys, now, ...simulator.settings })
    const { login, accessOf } = kept(vault.aisquare)
    await login(username, password)
    simulator.clock.advance(8 * 24 * 60 * 60 * 1000)
    const answers = await Promise.all([accessOf(username), accessOf(username)])
    expect(new Set(answers.map(({ access }) => access)).size).toBe(1)
    expect(simulator.aisquare.journal.filter(({ operation }) => operation === "refreshToken")).toHaveLength(1)
  })
})
