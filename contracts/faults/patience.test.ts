/** Deadlines, aborts, interrupts and retries: the error of a caller that gives up, and the fate of its request. */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { createTokenExchange, type OrphanedOutcome } from "../../src/index.ts"
import { calls, firstOf } from "./calls.ts"
import { canaries } from "./canaries.ts"
import { passDeadline } from "./deadline.ts"
import { type Behaviour, type FaultServer, serveFault } from "./server.ts"

const rotating = firstOf("rotating")
const reusable = firstOf("reusable")
/** Dapi's, the only grant that says when it expires. */
const oneTime = calls.find(({ name }) => name === "dapi.exchangeToken") ?? firstOf("one-time")

/** Longer than any test waits. In milliseconds. */
const timeout = 30_000

const respond =
  (status: number, body: string, headers = ""): Behaviour =>
  ({ socket, request }) => {
    void request.then(() =>
      socket.end(
        `HTTP/1.1 ${status} X\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n${headers}\r\n${body}`,
      ),
    )
  }

/** A promise that the test settles. */
const signal = <T>() => Promise.withResolvers<T>()

/** Answers only once it is released. */
const serveHeld = async (answer: string) => {
  const release = signal<void>()
  const closed = signal<void>()
  const server = await serveFault((connection) => {
    connection.socket.on("close", () => closed.resolve())
    void connection.request.then(async () => {
      await release.promise
      respond(200, answer)(connection)
    })
  })
  return { server, release: release.resolve, closed: closed.promise }
}

/** A server that answers its connections with these behaviours in turn. */
const serveInTurn = (...turns: ReadonlyArray<Behaviour>): Promise<FaultServer> =>
  serveFault((connection) => (turns[connection.count - 1] ?? turns.at(-1))?.(connection))

const tokenOf = (orphan: OrphanedOutcome) => {
  if (orphan.data === undefined) throw new Error(`Expected tokens, got ${orphan.error._tag}.`)
  return Object.values(orphan.data).find((value) => Redacted.isRedacted(value))
}

describe("a one-time POST whose caller gives up", () => {
  it.each(calls.filter(({ kind }) => kind !== "reusable"))(
    "$name runs on past the deadline, and its tokens go to the hook",
    async (call) => {
      const { server, release } = await serveHeld(call.answer)
      await using _ = server
      const orphaned = signal<OrphanedOutcome>()
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
      const orphaned = signal<OrphanedOutcome>()
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
    const orphaned = signal<OrphanedOutcome>()
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

  it("omits fields of the input that are unreadable when the caller gives up", async () => {
    const { server, release } = await serveHeld(oneTime.answer)
    await using _ = server
    const orphaned = signal<OrphanedOutcome>()
    const accessCode = Redacted.make("code")
    let reads = 0
    const grant = {
      accessCode,
      connectionId: "connection",
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
    expect(reads).toBe(1)
  })

  it("runs on after an abort", async () => {
    const { server, release } = await serveHeld(oneTime.answer)
    await using _ = server
    const orphaned = signal<OrphanedOutcome>()
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
    const orphaned = signal<OrphanedOutcome>()
    const fiber = Effect.runFork(oneTime.effect({ baseUrl: server.url, onOrphaned: orphaned.resolve }))
    await server.arrived
    await Effect.runPromise(Fiber.interrupt(fiber))
    expect(server.open()).toBe(1)
    release()
    expect(tokenOf(await orphaned.promise)).toBeDefined()
  })

  it("runs on for no longer than the provider's deadline", async () => {
    await using server = await serveFault(() => {})
    const orphaned = signal<OrphanedOutcome>()
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
    const called = signal<void>()
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
    const orphans: Array<OrphanedOutcome> = []
    const onOrphaned = (outcome: OrphanedOutcome) => void orphans.push(outcome)
    const redemption = reusable.effect({ baseUrl: server.url, onOrphaned }, { timeout })
    const { error } = await passDeadline(redemption, server.arrived, timeout)
    expect(error).toMatchObject({ _tag: "OutcomeUnknown", grant: "reusable", reason: "deadline" })
    await closed
    expect(orphans).toEqual([])
  })
})

describe("a redemption that has sent nothing yet", () => {
  const never = () => new Promise<string>(() => {})

  it("leaves the grant unspent at a deadline", async () => {
    await using server = await serveFault(() => {})
    const exchange = createTokenExchange({ dapi: { appSecret: never, baseUrl: server.url } })
    const { error } = await exchange.dapi.exchangeToken({ accessCode: "c", connectionId: "i" }, { timeout: 30 })
    expect(error).toMatchObject({ _tag: "ConnectionFailed", grant: "unspent", reason: "deadline" })
    expect(server.posts()).toBe(0)
  })

  it("leaves the grant unspent upon an abort", async () => {
    await using server = await serveFault(() => {})
    const { error } = await oneTime.promise({ baseUrl: server.url }, { timeout, signal: AbortSignal.abort() })
    expect(error).toMatchObject({ _tag: "ConnectionFailed", grant: "unspent", reason: "abort" })
  })

  it("refuses an access code that has expired, and says when it did", async () => {
    await using server = await serveFault(() => {})
    const exp = Math.floor(Date.now() / 1000) - 120
    const accessCode = `a.${Buffer.from(JSON.stringify({ exp })).toString("base64url")}.c`
    const exchange = createTokenExchange({ dapi: { appSecret: "s", baseUrl: server.url } })
    const { error } = await exchange.dapi.exchangeToken({ accessCode, connectionId: "i" })
    expect(error).toMatchObject({ _tag: "InvalidGrant", grant: "spent", expiredAt: new Date(exp * 1000) })
    expect(error?.message).toContain("was not sent")
    expect(server.posts()).toBe(0)
  })

  it("sends an access code that has just expired, since clocks differ", async () => {
    await using server = await serveFault(respond(200, oneTime.answer))
    const exp = Math.floor(Date.now() / 1000) - 20
    const accessCode = `a.${Buffer.from(JSON.stringify({ exp })).toString("base64url")}.c`
    const exchange = createTokenExchange({ dapi: { appSecret: "s", baseUrl: server.url } })
    const { data } = await exchange.dapi.exchangeToken({ accessCode, connectionId: "i" })
    expect(data?.provider).toBe("dapi")
  })
})

describe("another attempt", () => {
  it("redeems a one-time grant after a limit", async () => {
    await using server = await serveInTurn(respond(429, "{}"), respond(200, oneTime.answer))
    const { data } = await oneTime.promise({ baseUrl: server.url }, { timeout })
    expect(data?.provider).toBe(oneTime.provider)
    expect(server.posts()).toBe(2)
  })

  it("redeems a reusable grant after a lost answer", async () => {
    await using server = await serveInTurn(({ socket }) => void socket.end(), respond(200, reusable.answer))
    const { data } = await reusable.promise({ baseUrl: server.url }, { timeout })
    expect(data?.provider).toBe(reusable.provider)
    expect(server.posts()).toBe(2)
  })

  it.each([rotating, reusable])(
    "$name reports an unknown outcome when a refusal follows a lost answer",
    async (call) => {
      const { status, body } = call.refusals.find(({ tag }) => tag === "InvalidGrant") ?? { status: "401", body: {} }
      const refuse = respond(Number(status), JSON.stringify(body))
      await using server = await serveInTurn(({ socket }) => void socket.end(), refuse)
      const { error } = await call.promise({ baseUrl: server.url }, { timeout })
      const grant = call.kind === "rotating" ? "unknown" : "reusable"
      expect(error).toMatchObject({ _tag: "OutcomeUnknown", grant })
      expect(server.posts()).toBe(2)
    },
  )

  it("reports no grant as unspent after a lost answer", async () => {
    await using server = await serveInTurn(({ socket }) => void socket.end(), respond(429, "{}"))
    const { error } = await rotating.promise({ baseUrl: server.url }, { timeout })
    expect(error).toMatchObject({ _tag: "RateLimited", grant: "unknown" })
  })

  it("is not made after the deadline, and the last error stands", async () => {
    await using server = await serveFault(respond(503, "{}"))
    // The clock stands still: the deadline cannot pass before the answer is there.
    const redemption = reusable.effect({ baseUrl: server.url }, { timeout: 150 })
    const { error } = await passDeadline(redemption, new Promise(() => {}), 0)
    expect(error).toMatchObject({ _tag: "ProviderUnavailable", status: 503 })
    expect(server.posts()).toBe(1)
  })

  it("waits as long as the provider asks, and is not made if that is past the deadline", async () => {
    await using server = await serveFault(respond(429, "{}", "retry-after: 5\r\n"))
    const redemption = oneTime.effect({ baseUrl: server.url }, { timeout: 4_000 })
    const { error } = await passDeadline(redemption, new Promise(() => {}), 0)
    expect(error).toMatchObject({ _tag: "RateLimited", retryAfter: 5_000 })
    expect(server.posts()).toBe(1)
  })
})
