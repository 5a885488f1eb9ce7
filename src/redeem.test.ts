import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { TestClock } from "effect/testing"
import { afterEach, describe, expect, it, vi } from "vitest"
import { AISquareLogin, Dapi } from "./effect.ts"
import { createTokenExchange, type Fetch, type OrphanedOutcome } from "./index.ts"
import { createSimulator } from "./testing.ts"

const grant = { accessCode: "code", connectionId: "connection" }
const good = { success: true, accessToken: "permanent", status: "done" }

/** A provider that counts its requests. */
const counting = (answer: () => Promise<Response>) => {
  let count = 0
  const fetch: Fetch = async (_, init) => {
    count++
    await new Response(init?.body ?? null).text()
    return answer()
  }
  return { fetch, count: () => count }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe("a deadline", () => {
  it("follows the clock of a test", async () => {
    const { fetch, count } = counting(() => new Promise(() => {}))
    const program = Effect.gen(function* () {
      const waiting = yield* Effect.forkChild(Effect.flip(Dapi.use((dapi) => dapi.exchangeToken(grant))))
      yield* Effect.promise(turn)
      yield* TestClock.adjust("130 seconds")
      const error = yield* Fiber.join(waiting)
      // The layer's scope waits for the POST, which runs on for as long again.
      yield* TestClock.adjust("130 seconds")
      return error
    })
    const layer = Layer.merge(Dapi.layerWith({ appSecret: "secret", fetch }), TestClock.layer())
    const error = await Effect.runPromise(Effect.provide(program, layer))
    expect(error).toMatchObject({ _tag: "OutcomeUnknown", reason: "deadline" })
    expect(count()).toBe(1)
  })

  it.each([
    ["the settings", { timeout: 2 ** 31 }, {}],
    ["a call", {}, { timeout: 2 ** 31 }],
    ["a call", {}, { timeout: Number.POSITIVE_INFINITY }],
  ])("of %s does not expire at once: %j %j", async (_, settings, options) => {
    // Long enough for an overflowing timer, which would fire after a millisecond.
    const answer = () => new Promise<Response>((resolve) => setTimeout(() => resolve(Response.json(good)), 30))
    const { fetch } = counting(answer)
    const exchange = createTokenExchange({ dapi: { appSecret: "secret", ...settings }, fetch })
    expect((await exchange.dapi.exchangeToken(grant, options)).error).toBeUndefined()
  })
})

describe("a redemption within its deadline", () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it("succeeds with a millisecond on a clock that stands still", async () => {
    const { fetch } = counting(async () => Response.json(good))
    const redemption = Dapi.use((dapi) => dapi.exchangeToken(grant, { timeout: 1 }))
    const layer = Layer.merge(Dapi.layerWith({ appSecret: "secret", fetch }), TestClock.layer())
    expect(await Effect.runPromise(Effect.provide(redemption, layer))).toMatchObject({ provider: "dapi" })
  })

  it.each([
    ["comes in empty pieces without end", () => new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(0)) })],
    [
      "never comes, by a fetch that ignores its signal",
      () => new ReadableStream({ pull: () => new Promise(() => {}) }),
    ],
  ])("ends a redemption whose answer %s", async (_, body) => {
    const { fetch, count } = counting(async () => new Response(body()))
    const orphaned = Promise.withResolvers<OrphanedOutcome>()
    const { dapi } = createTokenExchange({
      dapi: { appSecret: "secret", timeout: 60 },
      fetch,
      onOrphaned: orphaned.resolve,
    })
    const { error } = await dapi.exchangeToken(grant, { timeout: 30 })
    expect(error).toMatchObject({ _tag: "OutcomeUnknown", reason: "deadline" })
    expect((await orphaned.promise).error).toMatchObject({ _tag: "OutcomeUnknown" })
    expect(count()).toBe(1)
  })

  it("leaves no timer that keeps the process alive", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
    const { fetch } = counting(async () => Response.json(good))
    await createTokenExchange({ dapi: { appSecret: "secret" }, fetch }).dapi.exchangeToken(grant)
    expect(vi.getTimerCount()).toBe(0)
  })

  it("leaves no timer when it is interrupted", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
    const layer = Dapi.layerWith({ appSecret: () => new Promise<string>(() => {}) })
    const fiber = Effect.runFork(
      Effect.provide(
        Dapi.use((dapi) => dapi.exchangeToken(grant)),
        layer,
      ),
    )
    await turn()
    expect(vi.getTimerCount()).toBe(1)
    await Effect.runPromise(Fiber.interrupt(fiber))
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe("a POST whose caller gives up", () => {
  /** A provider that never answers, and keeps the options of each request. */
  const silent = () => {
    const inits: Array<RequestInit | undefined> = []
    const fetch: Fetch = async (_, init) => {
      inits.push(init)
      await new Response(init?.body ?? null).text()
      return new Promise(() => {})
    }
    return { inits, exchange: createTokenExchange({ aisquare: {}, dapi: { appSecret: "secret" }, fetch }) }
  }

  it("is cancelled when it spends nothing", async () => {
    const { inits, exchange } = silent()
    await exchange.aisquare.obtainToken({ username: "user", password: "password" }, { timeout: 50 })
    expect(inits[0]?.signal?.aborted).toBe(true)
  })

  it("runs on when it presents a one-time grant", async () => {
    const { inits, exchange } = silent()
    await exchange.dapi.exchangeToken(grant, { timeout: 50 })
    expect(inits[0]?.signal?.aborted).toBe(false)
  })
})

describe("a credential that comes too late", () => {
  const setUp = () => {
    const late = Promise.withResolvers<string>()
    const { fetch, count } = counting(async () => Response.json(good))
    const { dapi } = createTokenExchange({ dapi: { appSecret: () => late.promise }, fetch })
    const arrive = () => {
      late.resolve("secret")
      return turn()
    }
    return { dapi, count, arrive }
  }

  it("sends nothing after the deadline", async () => {
    const { dapi, count, arrive } = setUp()
    const { error } = await dapi.exchangeToken(grant, { timeout: 20 })
    expect(error).toMatchObject({ _tag: "ConnectionFailed", grant: "unspent", reason: "deadline" })
    await arrive()
    expect(count()).toBe(0)
  })

  it("sends nothing after the abort", async () => {
    const { dapi, count, arrive } = setUp()
    const controller = new AbortController()
    const redemption = dapi.exchangeToken(grant, { signal: controller.signal })
    await turn()
    controller.abort()
    expect((await redemption).error).toMatchObject({ _tag: "ConnectionFailed", grant: "unspent", reason: "abort" })
    await arrive()
    expect(count()).toBe(0)
  })
})

describe("a one-time grant", () => {
  it("is sent once when the caller's own fetch gives up before it sends", async () => {
    const simulator = createSimulator()
    const inner: Array<() => void> = []
    // A wrapper with a time limit: it rejects, and the request it began goes on.
    const fetch: Fetch = (input, init) => {
      inner.push(() => void simulator.fetch(input, init).catch(() => {}))
      return inner.length === 1 ? Promise.reject(new Error("too slow")) : simulator.fetch(input, init)
    }
    const exchange = createTokenExchange({ dapi: simulator.dapi.settings, fetch })
    const redemption = exchange.dapi.exchangeToken(simulator.dapi.issueGrant())
    await turn()
    inner[0]?.()
    expect((await redemption).error).toBeUndefined()
    expect(simulator.dapi.journal).toHaveLength(1)
  })

  it.each([0, -5, Number.NaN])("is not sent with the timeout %d", async (timeout) => {
    const { fetch, count } = counting(async () => Response.json(good))
    const exchange = createTokenExchange({ dapi: { appSecret: "secret" }, fetch })
    const { error } = await exchange.dapi.exchangeToken(grant, { timeout })
    expect(error).toMatchObject({ _tag: "ConnectionFailed", grant: "unspent", reason: "deadline" })
    expect(count()).toBe(0)
  })

  it.each(["500", 500n, true, {}])("is not sent with the timeout %o, which is not a number", async (timeout) => {
    const { fetch, count } = counting(() => new Promise(() => {}))
    const exchange = createTokenExchange({ dapi: { appSecret: "secret" }, fetch })
    const { error } = await exchange.dapi.exchangeToken(grant, { timeout: timeout as never })
    expect(error).toMatchObject({ _tag: "ConnectionFailed", grant: "unspent", reason: "the timeout is not a number" })
    expect(count()).toBe(0)
  })

  it("is not sent when the signal is already aborted", async () => {
    let calls = 0
    const fetch: Fetch = async () => {
      calls++
      return Response.json(good)
    }
    const exchange = createTokenExchange({ dapi: { appSecret: "secret" }, fetch })
    const { error } = await exchange.dapi.exchangeToken(grant, { signal: AbortSignal.abort() })
    expect(error).toMatchObject({ _tag: "ConnectionFailed", grant: "unspent", reason: "abort" })
    expect(calls).toBe(0)
  })
})

describe("an access code with an exp", () => {
  const exp = 1_800_000_000
  const accessCode = `h.${Buffer.from(JSON.stringify({ exp })).toString("base64url")}.s`
  const at = async (now: number) => {
    const { fetch, count } = counting(async () => Response.json(good))
    const program = Effect.gen(function* () {
      yield* TestClock.setTime(now)
      return yield* Effect.result(Dapi.use((dapi) => dapi.exchangeToken({ ...grant, accessCode })))
    })
    const layer = Layer.merge(Dapi.layerWith({ appSecret: "secret", fetch }), TestClock.layer())
    return { result: await Effect.runPromise(Effect.provide(program, layer)), count: count() }
  }

  it("is sent up to a minute after it, since clocks differ", async () => {
    expect(await at(exp * 1000 + 60_000)).toMatchObject({ result: { _tag: "Success" }, count: 1 })
  })

  it("is not sent a millisecond after that minute", async () => {
    const failure = { _tag: "InvalidGrant", grant: "spent", expiredAt: new Date(exp * 1000) }
    expect(await at(exp * 1000 + 60_001)).toMatchObject({ result: { _tag: "Failure", failure }, count: 0 })
  })
})

it("a refusal after an ambiguous attempt does not report the grant as spent", async () => {
  const answers = [503, 401, 401]
  const { fetch, count } = counting(async () => Response.json({ detail: "no" }, { status: answers.shift() ?? 500 }))
  const { aisquare } = createTokenExchange({ aisquare: {}, fetch })
  const { error } = await aisquare.refreshToken({ refresh: "refresh-token" })
  expect(error).toMatchObject({
    _tag: "OutcomeUnknown",
    grant: "unknown",
    reason: "refused after an attempt that may have been granted",
  })
  expect(count()).toBe(2)
})

it("setting the wall clock back does not prolong a deadline", async () => {
  const { fetch, count } = counting(async () => Response.json({}, { status: 503 }))
  const { obtainToken } = await Effect.runPromise(Effect.provide(AISquareLogin, AISquareLogin.layerWith({ fetch })))
  const program = Effect.gen(function* () {
    const clock = yield* Clock.Clock
    // Each reading of the wall clock is an hour earlier than the one before.
    let now = Date.parse("2026-01-01T00:00:00Z")
    const setBack: Clock.Clock = Object.assign(Object.create(clock), {
      currentTimeMillis: Effect.sync(() => {
        now -= 3_600_000
        return now
      }),
    })
    const redemption = obtainToken({ username: "user", password: "password" }, { timeout: 590 })
    const fiber = yield* Effect.forkChild(Effect.flip(redemption).pipe(Effect.provideService(Clock.Clock, setBack)))
    yield* Effect.promise(turn)
    // The second attempt begins after 200 to 300 ms; a third could begin after 600 at the earliest: too late.
    yield* TestClock.adjust("310 millis")
    yield* Effect.promise(turn)
    yield* TestClock.adjust("1 millis")
    return fiber.pollUnsafe()
  })
  const exit = await Effect.runPromise(Effect.provide(program, TestClock.layer()))
  expect(count()).toBe(2)
  expect(exit).toMatchObject({ _tag: "Success", value: { _tag: "ProviderUnavailable" } })
})
