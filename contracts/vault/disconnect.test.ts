/** `disconnect` revokes at the provider first, where the provider documents how: a consent at Finqware. */
import { describe, expect, it } from "vitest"
import { day, world } from "./fixtures/operators.ts"

/** A connected user, and what the provider has received since. */
const connected = async () => {
  const made = world()
  const { simulator, start } = made
  const vault = start()
  expect((await vault.finqware.connect("ada", simulator.finqware.issueGrant())).error).toBeUndefined()
  const before = simulator.finqware.journal.length
  const received = () => simulator.finqware.journal.slice(before).map(({ operation, answer }) => [operation, answer])
  return { ...made, vault, received }
}

describe("disconnect at Finqware", () => {
  it("deletes the consent, and then forgets the connection", async () => {
    const { vault, received } = await connected()
    expect(await vault.finqware.disconnect("ada")).toEqual({ data: true })
    expect(received()).toEqual([["deleteConsent", "200 deleted"]])
    expect((await vault.finqware.tokens("ada")).error?._tag).toBe("NotConnected")
    expect(await vault.finqware.disconnect("ada")).toEqual({ data: false })
    expect(received()).toHaveLength(1)
  })

  it("keeps the connection where the deletion fails, and can be called again", async () => {
    const { vault, simulator } = await connected()
    simulator.finqware.answerNext("401 client-secret-rejected")
    const { error } = await vault.finqware.disconnect("ada")
    expect(error).toMatchObject({ _tag: "InvalidClient", operation: "deleteConsent", grant: "reusable" })
    expect((await vault.finqware.tokens("ada")).data?.provider).toBe("finqware")
    expect(await vault.finqware.disconnect("ada")).toEqual({ data: true })
  })

  it("deletes again after an answer that was lost, since that changes nothing", async () => {
    const { vault, simulator, received } = await connected()
    simulator.finqware.failNext("reset-after-send")
    expect(await vault.finqware.disconnect("ada")).toEqual({ data: true })
    expect(received()).toEqual([
      ["deleteConsent", "reset-after-send"],
      ["deleteConsent", "200 deleted"],
    ])
  })

  it("forgets a consent that has expired at Finqware: nothing is left to delete", async () => {
    const { vault, received, pass } = await connected()
    pass(91 * day)
    expect(await vault.finqware.disconnect("ada")).toEqual({ data: true })
    expect(received()).toEqual([["deleteConsent", "401 consent-inactive"]])
    expect((await vault.finqware.tokens("ada")).error?._tag).toBe("NotConnected")
  })
})

describe("disconnect at a provider that documents no revocation", () => {
  it("sends nothing, and forgets the connection", async () => {
    const { simulator, start } = world()
    const vault = start()
    await vault.dapi.connect("ada", simulator.dapi.issueGrant())
    await vault.aisquare.connect("ada", simulator.aisquare.issueGrant())
    const before = [simulator.dapi.journal.length, simulator.aisquare.journal.length]
    expect(await vault.dapi.disconnect("ada")).toEqual({ data: true })
    expect(await vault.aisquare.disconnect("ada")).toEqual({ data: true })
    expect([simulator.dapi.journal.length, simulator.aisquare.journal.length]).toEqual(before)
  })
})
