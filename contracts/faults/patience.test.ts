/** Deadlines, aborts, interrupts, retries: what a caller that gives up is told, and what becomes of what was sent. */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { Dapi } from "../../src/effect.ts"
import { createTokenExchange, type OrphanedOutcome } from "../../src/index.ts"
import { canaries, type FaultOperation, operations } from "./operations.ts"
import { type Behaviour, type FaultServer, serveFault } from "./server.ts"

const named = (name: string): FaultOperation => {
  const found = operations.find((operation) => operation.name === name)
  if (found === undefined) throw new Error(`There is no ${name}.`)
  return found
}
const oneTime = named("dapi.exchangeToken")
const rotating = named("aisquare.refreshToken")
const reusable = named("aisquare.obtainToken")

const respond =
  (status: number, body: string, headers = ""): Behaviour =>
  ({ socket, request }) => {
    void request.then(() =>
      socket.end(
        `HTTP/1.1 ${status} X\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n${headers}\r\n${body}`,
      ),
    )
  }

/** A promise that is settled from outside. */
const signal = <T>() => Promise.withResolvers<T>()

/** Answers only once it is told to. */
const serveHeld = async (answer: string) => {
  const arrived = signal<void>()
  const release = signal<void>()
  const closed = signal<void>()
  const server = await serveFault((connection) => {
    connection.socket.on("close", () => closed.resolve())
    void connection.request.then(async () => {
      arrived.resolve()
      await release.promise
      respond(200, answer)(connection)
    })
  })
  return { server, arrived: arrived.promise, release: release.resolve, closed: closed.promise }
}

/** A server whose connections are answered one way after the other. */
const serveInTurn = (...turns: ReadonlyArray<Behaviour>): Promise<FaultServer> =>
  serveFault((connection) => (turns[connection.count - 1] ?? turns.at(-1))?.(connection))

const tokenOf = (orphan: OrphanedOutcome) => {
  if (orphan.data === undefined) throw new Error(`Expected tokens, got ${orphan.error._tag}.`)
  return Object.values(orphan.data).find((value) => Redacted.isRedacted(value))
}

describe("a one-time POST whose caller gives up", () => {
  it.each(operations.filter(({ kind }) => kind !== "reusable"))(
    "$name runs on past the deadline, and its tokens go to the hook",
    async (operation) => {
      const { server, release } = await serveHeld(operation.answer)
      await using _ = server
      const orphaned = signal<OrphanedOutcome>()
      const { error } = await operation.redeem({ baseUrl: server.url, timeout: 500, onOrphaned: orphaned.resolve })
      expect(error).toMatchObject({ _tag: "OutcomeUnknown", grant: "unknown", reason: "deadline" })
      expect(server.open()).toBe(1)
      release()
      const orphan = await orphaned.promise
      expect(`${orphan.provider}.${orphan.operation}`).toBe(operation.name)
      expect(operation.answer).toContain(String(tokenOf(orphan) && Redacted.value(tokenOf(orphan) as never)))
      expect(server.posts()).toBe(1)
    },
  )

  it("is told by its input, whose secrets are redacted", async () => {
    const { server, release } = await serveHeld(oneTime.answer)
    await using _ = server
    const orphaned = signal<OrphanedOutcome>()
    await oneTime.redeem({ baseUrl: server.url, timeout: 500, onOrphaned: orphaned.resolve })
    release()
    const { accessCode, connectionId } = (await orphaned.promise).input
    expect(connectionId).toBe("connection")
    expect(Redacted.isRedacted(accessCode) && Redacted.value(accessCode)).toBe(canaries.accessCode)
  })

  it("is told of, too, where its secrets are wiped by then", async () => {
    const { server, release } = await serveHeld(oneTime.answer)
    await using _ = server
    const orphaned = signal<OrphanedOutcome>()
    const accessCode = Redacted.make("code")
    const { dapi } = createTokenExchange({
      dapi: { appSecret: "s", baseUrl: server.url },
      onOrphaned: orphaned.resolve,
    })
    const { error } = await dapi.exchangeToken({ accessCode, connectionId: "connection" }, { timeout: 500 })
    expect(error).toMatchObject({ _tag: "OutcomeUnknown", reason: "deadline" })
    Redacted.wipeUnsafe(accessCode)
    release()
    const orphan = await orphaned.promise
    expect(tokenOf(orphan)).toBeDefined()
    expect(Redacted.isRedacted(orphan.input.accessCode) && Redacted.value(orphan.input.accessCode)).toBe("code")
  })

  it("is told of without what cannot be read any more when its caller gives up", async () => {
    const { server, arrived, release } = await serveHeld(oneTime.answer)
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
    await arrived
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
    const { server, arrived, release } = await serveHeld(oneTime.answer)
    await using _ = server
    const orphaned = signal<OrphanedOutcome>()
    const abort = new AbortController()
    const redemption = oneTime.redeem({
      baseUrl: server.url,
      timeout: 10_000,
      signal: abort.signal,
      onOrphaned: orphaned.resolve,
    })
    await arrived
    abort.abort()
    expect((await redemption).error).toMatchObject({ _tag: "OutcomeUnknown", grant: "unknown", reason: "abort" })
    release()
    expect(tokenOf(await orphaned.promise)).toBeDefined()
  })

  it("runs on after its fiber is interrupted", async () => {
    const { server, arrived, release } = await serveHeld(oneTime.answer)
    await using _ = server
    const orphaned = signal<OrphanedOutcome>()
    const fiber = Effect.runFork(
      Dapi.use((dapi) => dapi.exchangeToken({ accessCode: canaries.accessCode, connectionId: "connection" })).pipe(
        Effect.provide(Dapi.layerWith({ appSecret: "s", baseUrl: server.url, onOrphaned: orphaned.resolve })),
      ),
    )
    await arrived
    await Effect.runPromise(Fiber.interrupt(fiber))
    expect(server.open()).toBe(1)
    release()
    expect(tokenOf(await orphaned.promise)).toBeDefined()
  })

  it("runs on for no longer than the provider's deadline", async () => {
    await using server = await serveFault(() => {})
    const orphaned = signal<OrphanedOutcome>()
    const exchange = createTokenExchange({
      dapi: { appSecret: "s", baseUrl: server.url, timeout: 200 },
      onOrphaned: orphaned.resolve,
    })
    await exchange.dapi.exchangeToken({ accessCode: "code", connectionId: "connection" }, { timeout: 50 })
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
    await oneTime.redeem({ baseUrl: server.url, timeout: 500, onOrphaned })
    release()
    // Vitest fails the run on an unhandled rejection.
    await Promise.all([called.promise, closed])
  })
})

describe("a POST that spends nothing", () => {
  it("is ended when its caller gives up, and no hook hears of it", async () => {
    const { server, closed } = await serveHeld(reusable.answer)
    await using _ = server
    const heard: Array<OrphanedOutcome> = []
    const onOrphaned = (outcome: OrphanedOutcome) => void heard.push(outcome)
    const { error } = await reusable.redeem({ baseUrl: server.url, timeout: 500, onOrphaned })
    expect(error).toMatchObject({ _tag: "OutcomeUnknown", grant: "reusable", reason: "deadline" })
    await closed
    expect(heard).toEqual([])
  })
})

describe("before anything is sent", () => {
  const never = () => new Promise<string>(() => {})

  it("a deadline leaves the grant unspent", async () => {
    await using server = await serveFault(() => {})
    const exchange = createTokenExchange({ dapi: { appSecret: never, baseUrl: server.url } })
    const { error } = await exchange.dapi.exchangeToken({ accessCode: "c", connectionId: "i" }, { timeout: 30 })
    expect(error).toMatchObject({ _tag: "ConnectionFailed", grant: "unspent", reason: "deadline" })
    expect(server.posts()).toBe(0)
  })

  it("an abort leaves the grant unspent", async () => {
    await using server = await serveFault(() => {})
    const { error } = await oneTime.redeem({ baseUrl: server.url, timeout: 9_000, signal: AbortSignal.abort() })
    expect(error).toMatchObject({ _tag: "ConnectionFailed", grant: "unspent", reason: "abort" })
  })

  it("an access code that has expired is refused without a POST, and says so", async () => {
    await using server = await serveFault(() => {})
    const exp = Math.floor(Date.now() / 1000) - 120
    const accessCode = `a.${Buffer.from(JSON.stringify({ exp })).toString("base64url")}.c`
    const exchange = createTokenExchange({ dapi: { appSecret: "s", baseUrl: server.url } })
    const { error } = await exchange.dapi.exchangeToken({ accessCode, connectionId: "i" })
    expect(error).toMatchObject({ _tag: "InvalidGrant", grant: "spent", expiredAt: new Date(exp * 1000) })
    expect(error?.message).toContain("was not sent")
    expect(server.posts()).toBe(0)
  })

  it("an access code that has just expired is sent, since clocks differ", async () => {
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
    const { data } = await oneTime.redeem({ baseUrl: server.url, timeout: 9_000 })
    expect(data?.provider).toBe("dapi")
    expect(server.posts()).toBe(2)
  })

  it("redeems what spends nothing after a lost answer", async () => {
    await using server = await serveInTurn(({ socket }) => void socket.end(), respond(200, reusable.answer))
    const { data } = await reusable.redeem({ baseUrl: server.url, timeout: 9_000 })
    expect(data?.provider).toBe("aisquare")
    expect(server.posts()).toBe(2)
  })

  it.each([rotating, reusable])("$name: refused after a lost answer, it may have been granted", async (operation) => {
    const refused = respond(401, '{"detail":"Token is invalid or expired","code":"token_not_valid"}')
    await using server = await serveInTurn(({ socket }) => void socket.end(), refused)
    const { error } = await operation.redeem({ baseUrl: server.url, timeout: 9_000 })
    const grant = operation === rotating ? "unknown" : "reusable"
    expect(error).toMatchObject({ _tag: "OutcomeUnknown", grant })
    expect(server.posts()).toBe(2)
  })

  it("does not call a grant unspent after an answer was lost", async () => {
    await using server = await serveInTurn(({ socket }) => void socket.end(), respond(429, "{}"))
    const { error } = await rotating.redeem({ baseUrl: server.url, timeout: 9_000 })
    expect(error).toMatchObject({ _tag: "RateLimited", grant: "unknown" })
  })

  it("is not made where the deadline comes first: the last error stands", async () => {
    await using server = await serveFault(respond(503, "{}"))
    const { error } = await reusable.redeem({ baseUrl: server.url, timeout: 150 })
    expect(error).toMatchObject({ _tag: "ProviderUnavailable", status: 503 })
    expect(server.posts()).toBe(1)
  })

  it("waits as long as the provider asks, and not where that is past the deadline", async () => {
    await using server = await serveFault(respond(429, "{}", "retry-after: 5\r\n"))
    const { error } = await oneTime.redeem({ baseUrl: server.url, timeout: 4_000 })
    expect(error).toMatchObject({ _tag: "RateLimited", retryAfter: 5_000 })
    expect(server.posts()).toBe(1)
  })
})
