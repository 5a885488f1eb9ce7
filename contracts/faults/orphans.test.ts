/** A caller that gives up after its request was sent: the fate of the request, and where late tokens go. */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { createTokenExchange } from "../../src/index.ts"
import { calls, firstOf, type Orphan } from "./calls.ts"
import { canaries } from "./canaries.ts"
import { passDeadline } from "./deadline.ts"
import { serveFault } from "./server.ts"
import { serveHeld } from "./waiting.ts"

const reusable = firstOf("reusable")
/** Dapi's: the tests that give it more than its input call it by name. */
const oneTime = calls.find(({ name }) => name === "dapi.exchangeToken") ?? firstOf("one-time")

/** Longer than any test waits. In milliseconds. */
const timeout = 30_000

const tokenOf = (orphan: Orphan) => {
  if (orphan.data === undefined) throw new Error(`Expected tokens, got ${orphan.error._tag}.`)
  return Object.values(orphan.data).find((value) => Redacted.isRedacted(value))
}

describe("a one-time POST whose caller gives up", () => {
  it.each(calls.filter(({ kind }) => kind !== "reusable"))(
    "$name runs on past the deadline, and its tokens go to the hook",
    async (call) => {
      const { server, release } = await serveHeld(call.answer)
      await using _ = server
      const orphaned = Promise.withResolvers<Orphan>()
      const redemption = call.effect({ baseUrl: server.url, onOrphaned: orphaned.resolve }, { timeout })
      const { error } = await passDeadline(redemption, server.arrived, timeout)
      expect(error).toMatchObject({ _tag: "OutcomeUnknown", grant: "unknown", reason: "deadline" })
      expect(server.open()).toBe(1)
      release()
      const orphan = await orphaned.promise
      expect(`${orphan.provider}.${orphan.operation}`).toBe(call.name)
      expect(call.answer).toContain(String(tokenOf(orphan) && Redacted.value(tokenOf(orphan) as never)))
      expect(server.posts()).toBe(1)
    },
  )

  it.each(calls.filter(({ kind }) => kind !== "reusable"))(
    "$name hands its input to the hook, with secrets redacted",
    async (call) => {
      const { server, release } = await serveHeld(call.answer)
      await using _ = server
      const orphaned = Promise.withResolvers<Orphan>()
      const redemption = call.effect({ baseUrl: server.url, onOrphaned: orphaned.resolve }, { timeout })
      await passDeadline(redemption, server.arrived, timeout)
      release()
      const { input } = await orphaned.promise
      const secrets = call.secrets.filter((name) => name in call.input)
      expect(secrets.map((name) => Redacted.isRedacted(input[name]) && Redacted.value(input[name]))).toEqual(
        secrets.map((name) => canaries[name]),
      )
      const others = Object.keys(call.input).filter((name) => !call.secrets.includes(name))
      expect(others.map((name) => input[name])).toEqual(others.map((name) => call.input[name]))
    },
  )

  it("hands its input to the hook even if the caller wiped the secrets", async () => {
    const { server, release } = await serveHeld(oneTime.answer)
    await using _ = server
    const orphaned = Promise.withResolvers<Orphan>()
    const abort = new AbortController()
    const accessCode = Redacted.make("code")
    const { dapi } = createTokenExchange({
      dapi: { appSecret: "s", baseUrl: server.url },
      onOrphaned: orphaned.resolve,
    })
    const redemption = dapi.exchangeToken({ accessCode, connectionId: "connection" }, { signal: abort.signal })
    await server.arrived
    abort.abort()
    expect((await redemption).error).toMatchObject({ _tag: "OutcomeUnknown", reason: "abort" })
    Redacted.wipeUnsafe(accessCode)
    release()
    const orphan = await orphaned.promise
    expect(tokenOf(orphan)).toBeDefined()
    expect(Redacted.isRedacted(orphan.input.accessCode) && Redacted.value(orphan.input.accessCode)).toBe("code")
  })

  it("hands over only declared fields of the input, and only those that are readable when the caller gives up", async () => {
    const { server, release } = await serveHeld(oneTime.answer)
    await using _ = server
    const orphaned = Promise.withResolvers<Orphan>()
    const accessCode = Redacted.make("code")
    let reads = 0
    const grant = {
      accessCode,
      connectionId: "connection",
      appSecret: "no field of an input",
      password: "neither",
      get once() {
        reads++
        throw new Error("read already")
      },
    }
    const abort = new AbortController()
    const { dapi } = createTokenExchange({
      dapi: { appSecret: "s", baseUrl: server.url },
      onOrphaned: orphaned.resolve,
    })
    const redemption = dapi.exchangeToken(grant, { signal: abort.signal })
    await server.arrived
    Redacted.wipeUnsafe(accessCode)
    abort.abort()
    expect((await redemption).error).toMatchObject({ _tag: "OutcomeUnknown", reason: "abort" })
    release()
    const orphan = await orphaned.promise
    expect(tokenOf(orphan)).toBeDefined()
    expect(orphan.input).toEqual({ connectionId: "connection" })
    expect(reads).toBe(0)
  })

  it("runs on after an abort", async () => {
    const { server, release } = await serveHeld(oneTime.answer)
    await using _ = server
    const orphaned = Promise.withResolvers<Orphan>()
    const abort = new AbortController()
    const setting = { baseUrl: server.url, onOrphaned: orphaned.resolve }
    const redemption = oneTime.promise(setting, { timeout, signal: abort.signal })
    await server.arrived
    abort.abort()
    expect((await redemption).error).toMatchObject({ _tag: "OutcomeUnknown", grant: "unknown", reason: "abort" })
    release()
    expect(tokenOf(await orphaned.promise)).toBeDefined()
  })

  it("runs on after its fiber is interrupted", async () => {
    const { server, release } = await serveHeld(oneTime.answer)
    await using _ = server
    const orphaned = Promise.withResolvers<Orphan>()
    const fiber = Effect.runFork(oneTime.effect({ baseUrl: server.url, onOrphaned: orphaned.resolve }))
    await server.arrived
    await Effect.runPromise(Fiber.interrupt(fiber))
    expect(server.open()).toBe(1)
    release()
    expect(tokenOf(await orphaned.promise)).toBeDefined()
  })

  it("runs on for no longer than the provider's deadline", async () => {
    await using server = await serveFault(() => {})
    const orphaned = Promise.withResolvers<Orphan>()
    const setting = { baseUrl: server.url, timeout: 200, onOrphaned: orphaned.resolve }
    await passDeadline(oneTime.effect(setting, { timeout: 50 }), server.arrived, 50, 200)
    expect((await orphaned.promise).error).toMatchObject({ _tag: "OutcomeUnknown", grant: "unknown" })
  })

  it.each([
    ["throws", () => JSON.parse("no JSON")],
    ["rejects", () => Promise.reject(new Error("hook"))],
  ])("survives a hook that %s", async (_, fail) => {
    const { server, release, closed } = await serveHeld(oneTime.answer)
    await using __ = server
    const called = Promise.withResolvers<void>()
    const onOrphaned = () => {
      called.resolve()
      return fail()
    }
    await passDeadline(oneTime.effect({ baseUrl: server.url, onOrphaned }, { timeout }), server.arrived, timeout)
    release()
    // Vitest fails the run on an unhandled rejection.
    await Promise.all([called.promise, closed])
  })
})

describe("a POST that spends nothing", () => {
  it("is ended when its caller gives up, and calls no hook", async () => {
    const { server, closed } = await serveHeld(reusable.answer)
    await using _ = server
    const orphans: Array<Orphan> = []
    const onOrphaned = (outcome: Orphan) => void orphans.push(outcome)
    const redemption = reusable.effect({ baseUrl: server.url, onOrphaned }, { timeout })
    const { error } = await passDeadline(redemption, server.arrived, timeout)
    expect(error).toMatchObject({ _tag: "OutcomeUnknown", grant: "reusable", reason: "deadline" })
    await closed
    expect(orphans).toEqual([])
  })
})
