/** Callers that present the same one-time grant at the same time: one POST, and its outcome for each that waits. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { describe, expect, it } from "vitest"
import { Dapi } from "../../src/effect.ts"
import type { OrphanedOutcome } from "../../src/index.ts"
import { createDapi } from "../../src/providers/dapi/entry.ts"
import { answer } from "./behaviours.ts"
import { type Call, calls, firstOf } from "./calls.ts"
import { serveHeld, serveInTurn } from "./waiting.ts"

const dapi = calls.find(({ name }) => name === "dapi.exchangeToken") ?? firstOf("one-time")
const grant = { accessCode: "code", connectionId: "connection" }

/** Longer than any test waits. In milliseconds. */
const timeout = 30_000

/** A server that answers once it is released, and a client of it. */
const setUp = async (settings: Omit<Parameters<typeof createDapi>[0], "appSecret"> = {}) => {
  const held = await serveHeld(dapi.answer)
  const orphans: Array<OrphanedOutcome> = []
  const client = createDapi({
    appSecret: "secret",
    baseUrl: held.server.url,
    timeout,
    onOrphaned: (orphan) => void orphans.push(orphan),
    ...settings,
  })
  return { ...held, client, orphans }
}

/** Calls an operation of one client twice at once. */
const twice = (call: Call, baseUrl: string) => {
  const redeem = call.connected({ baseUrl })
  return Promise.all([redeem(), redeem()])
}

/** What the spec shows of a success. */
const success = ({ descriptor, answer: body }: Call) => answer(descriptor.success[0] ?? 200, body)

describe("two callers with one grant", () => {
  it.each(calls.filter(({ kind }) => kind !== "reusable"))("of $name share one POST", async (call) => {
    await using server = await serveInTurn(success(call))
    const [one, other] = await twice(call, server.url)
    expect(one.data?.provider).toBe(call.provider)
    expect(other.data).toBe(one.data)
    expect(server.posts()).toBe(1)
  })

  it.each(calls.filter(({ kind }) => kind === "reusable"))("of $name do not, as it spends nothing", async (call) => {
    await using server = await serveInTurn(success(call))
    const [one, other] = await twice(call, server.url)
    expect([one.error, other.error]).toEqual([undefined, undefined])
    expect(server.posts()).toBe(2)
  })

  it("share one POST in the Effect API", async () => {
    await using server = await serveInTurn(answer(200, dapi.answer))
    const program = Effect.gen(function* () {
      const { exchangeToken } = yield* Dapi
      return yield* Effect.all([exchangeToken(grant), exchangeToken(grant)], { concurrency: "unbounded" })
    })
    const layer = Dapi.layerWith({ appSecret: "secret", baseUrl: server.url })
    const [one, other] = await Effect.runPromise(Effect.provide(program, layer))
    expect(other).toBe(one)
    expect(server.posts()).toBe(1)
  })

  it("share one POST while the app's credential is fetched", async () => {
    let asked = 0
    await using server = await serveInTurn(answer(200, dapi.answer))
    const client = createDapi({ appSecret: async () => `secret ${++asked}`, baseUrl: server.url })
    const [one, other] = await Promise.all([client.exchangeToken(grant), client.exchangeToken(grant)])
    expect(other.data).toBe(one.data)
    expect([asked, server.posts()]).toEqual([1, 1])
  })

  it("share a refusal", async () => {
    const refusal = JSON.stringify({ success: false, msg: "", type: "INVALID_TOKEN" })
    await using server = await serveInTurn(answer(200, refusal))
    const client = createDapi({ appSecret: "secret", baseUrl: server.url })
    const [one, other] = await Promise.all([client.exchangeToken(grant), client.exchangeToken(grant)])
    expect(one.error).toMatchObject({ _tag: "InvalidGrant", grant: "spent" })
    expect(other.error).toBe(one.error)
    expect(server.posts()).toBe(1)
  })

  it("share the attempts", async () => {
    await using server = await serveInTurn(answer(429, "{}"), answer(200, dapi.answer))
    const client = createDapi({ appSecret: "secret", baseUrl: server.url })
    const [one, other] = await Promise.all([client.exchangeToken(grant), client.exchangeToken(grant)])
    expect(one.error).toBeUndefined()
    expect(other.data).toBe(one.data)
    expect(server.posts()).toBe(2)
  })

  it.each([
    ["another code", { ...grant, accessCode: "other" }],
    ["another connection", { ...grant, connectionId: "other" }],
  ])("do not share with %s", async (_, other) => {
    const { server, release, client } = await setUp()
    await using __ = server
    const redemptions = Promise.all([client.exchangeToken(grant), client.exchangeToken(other)])
    release()
    expect((await redemptions).map(({ error }) => error)).toEqual([undefined, undefined])
    expect(server.posts()).toBe(2)
  })

  it("do not share when they are of two clients", async () => {
    const { server, release, client } = await setUp()
    await using _ = server
    const other = createDapi({ appSecret: "other", baseUrl: server.url })
    const redemptions = Promise.all([client.exchangeToken(grant), other.exchangeToken(grant)])
    release()
    await redemptions
    expect(server.posts()).toBe(2)
  })

  it("do not share when one comes after the other", async () => {
    await using server = await serveInTurn(answer(200, dapi.answer))
    const client = createDapi({ appSecret: "secret", baseUrl: server.url })
    await client.exchangeToken(grant)
    await client.exchangeToken(grant)
    expect(server.posts()).toBe(2)
  })
})

describe("a caller that gives up while another waits", () => {
  it.each(["first", "second"] as const)("does not know the outcome, and the other has it: the %s", async (who) => {
    const { server, release, client, orphans } = await setUp()
    await using _ = server
    const abort = new AbortController()
    const optionsOf = (one: string) => (one === who ? { signal: abort.signal } : {})
    const one = client.exchangeToken(grant, optionsOf("first"))
    const other = client.exchangeToken(grant, optionsOf("second"))
    await server.arrived
    abort.abort()
    const [impatient, patient] = who === "first" ? [one, other] : [other, one]
    expect((await impatient).error).toMatchObject({ _tag: "OutcomeUnknown", grant: "unknown", reason: "abort" })
    release()
    expect((await patient).data?.provider).toBe("dapi")
    await client[Symbol.asyncDispose]()
    expect(orphans).toEqual([])
    expect(server.posts()).toBe(1)
  })

  it("keeps its own deadline", async () => {
    const { server, release, client } = await setUp()
    await using _ = server
    const patient = client.exchangeToken(grant)
    await server.arrived
    const { error } = await client.exchangeToken(grant, { timeout: 20 })
    expect(error).toMatchObject({ _tag: "OutcomeUnknown", grant: "unknown", reason: "deadline" })
    release()
    expect((await patient).data?.provider).toBe("dapi")
    expect(server.posts()).toBe(1)
  })

  it("is interrupted alone", async () => {
    const { server, release } = await setUp()
    await using _ = server
    const program = Effect.gen(function* () {
      const { exchangeToken } = yield* Dapi
      const first = yield* Effect.forkChild(exchangeToken(grant))
      const second = yield* Effect.forkChild(exchangeToken(grant))
      yield* Effect.promise(() => server.arrived)
      yield* Fiber.interrupt(first)
      release()
      return yield* Fiber.await(second)
    })
    const layer = Dapi.layerWith({ appSecret: "secret", baseUrl: server.url, timeout })
    expect(Exit.isSuccess(await Effect.runPromise(Effect.provide(program, layer)))).toBe(true)
    expect(server.posts()).toBe(1)
  })

  it("does not call the grant unspent, even if nothing was sent yet", async () => {
    const secret = Promise.withResolvers<string>()
    await using server = await serveInTurn(answer(200, dapi.answer))
    const client = createDapi({ appSecret: () => secret.promise, baseUrl: server.url, timeout })
    const patient = client.exchangeToken(grant)
    const { error } = await client.exchangeToken(grant, { timeout: 20 })
    expect(error).toMatchObject({ _tag: "OutcomeUnknown", grant: "unknown", reason: "deadline" })
    secret.resolve("secret")
    expect((await patient).data?.provider).toBe("dapi")
    expect(server.posts()).toBe(1)
  })

  it("does not end the attempts of the other", async () => {
    await using server = await serveInTurn(answer(429, "{}"), answer(200, dapi.answer))
    const client = createDapi({ appSecret: "secret", baseUrl: server.url })
    // Its deadline comes before the next attempt, which follows after 200 ms at the earliest.
    const impatient = client.exchangeToken(grant, { timeout: 150 })
    const patient = client.exchangeToken(grant)
    expect((await impatient).error).toMatchObject({ _tag: "OutcomeUnknown", grant: "unknown", reason: "deadline" })
    expect((await patient).data?.provider).toBe("dapi")
    expect(server.posts()).toBe(2)
  })
})

describe("a grant that nobody waits for any more", () => {
  it("goes to the hook, once", async () => {
    const { server, release, client, orphans } = await setUp()
    await using _ = server
    const abort = new AbortController()
    const options = { signal: abort.signal }
    const redemptions = Promise.all([client.exchangeToken(grant, options), client.exchangeToken(grant, options)])
    await server.arrived
    abort.abort()
    for (const { error } of await redemptions) expect(error).toMatchObject({ _tag: "OutcomeUnknown", reason: "abort" })
    release()
    await client[Symbol.asyncDispose]()
    expect(orphans).toMatchObject([{ data: { provider: "dapi" } }])
    expect(server.posts()).toBe(1)
  })

  it("is unspent if nothing was sent, as the last to give up learns", async () => {
    await using server = await serveInTurn(answer(200, dapi.answer))
    const client = createDapi({ appSecret: () => new Promise<string>(() => {}), baseUrl: server.url })
    const abort = new AbortController()
    const options = { signal: abort.signal }
    const redemptions = Promise.all([client.exchangeToken(grant, options), client.exchangeToken(grant, options)])
    abort.abort()
    const [first, last] = await redemptions
    expect(first.error).toMatchObject({ _tag: "OutcomeUnknown", grant: "unknown", reason: "abort" })
    expect(last.error).toMatchObject({ _tag: "ConnectionFailed", grant: "unspent", reason: "abort" })
    await client[Symbol.asyncDispose]()
    expect(server.posts()).toBe(0)
  })

  it("is sent again if it is presented again: what the provider says is the caller's to know", async () => {
    const { server, release, client, orphans } = await setUp()
    await using _ = server
    const abort = new AbortController()
    const given = client.exchangeToken(grant, { signal: abort.signal })
    await server.arrived
    abort.abort()
    expect((await given).error?._tag).toBe("OutcomeUnknown")
    const again = client.exchangeToken(grant)
    release()
    expect((await again).error).toBeUndefined()
    await client[Symbol.asyncDispose]()
    expect(orphans).toHaveLength(1)
    expect(server.posts()).toBe(2)
  })
})
