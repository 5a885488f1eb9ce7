import { inspect } from "node:util"
import { expect, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Metric from "effect/Metric"
import * as Redacted from "effect/Redacted"
import * as References from "effect/References"
import * as Scope from "effect/Scope"
import * as Tracer from "effect/Tracer"
import { TestClock } from "effect/testing"
import { describe } from "vitest"
import {
  type AISquareTokens,
  AISquareVault,
  DapiVault,
  memoryStore,
  VaultKeys,
  VaultStore,
  vaultCallDuration,
  vaultCalls,
  vaultEvents,
} from "../effect.ts"
import { createSimulator, faultyStore } from "../testing.ts"

const day = 24 * 60 * 60 * 1000
const keys = { test: new Uint8Array(32) }

/** The tracer's spans and the logger's lines, while an effect runs. */
const recorder = () => {
  const spans: Array<Tracer.NativeSpan> = []
  const lines: Array<{ readonly level: string; readonly text: string; readonly span: string | undefined }> = []
  const annotations: Array<unknown> = []
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      spans.push(span)
      return span
    },
  })
  const logger = Logger.make<unknown, void>(({ logLevel, message, fiber, cause }) => {
    const span = Context.getOrUndefined(fiber.context, Tracer.ParentSpan)
    lines.push({ level: logLevel, text: String(message), span: span?._tag === "Span" ? span.name : undefined })
    annotations.push(fiber.getRef(References.CurrentLogAnnotations), cause)
  })
  return {
    lines,
    /** As a debugger would print it. */
    everything: () => inspect([spans, lines, annotations], { depth: 9, maxArrayLength: null, maxStringLength: null }),
    spans: () =>
      spans.map(({ name, attributes, parent }) => ({
        name,
        parent: parent._tag === "Some" && parent.value._tag === "Span" ? parent.value.name : undefined,
        ...Object.fromEntries(attributes),
      })),
    of: <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
      effect.pipe(
        Effect.withTracer(tracer),
        Effect.provideService(Logger.CurrentLoggers, new Set([logger])),
        Effect.provideService(References.MinimumLogLevel, "All"),
      ),
  }
}

/** A store, the providers and processes with a vault each. Time stands still until a test lets it pass. */
const world = (options: Parameters<typeof createSimulator>[0] = {}) => {
  let storeTime = 0
  const { store, ...faults } = faultyStore(memoryStore({ now: () => storeTime }))
  const simulator = createSimulator({ ...options, now: new Date(0) })
  const shelf = Layer.mergeAll(Layer.succeed(VaultStore, store), Layer.succeed(VaultKeys, keys))
  const settings = { ...simulator.aisquare.settings, fetch: simulator.fetch, cacheFor: 1_000 }
  const aisquare = (others: Partial<typeof settings> = {}) =>
    Effect.map(
      // The scope stays open, since a process that hangs has something under way for ever.
      Layer.buildWithScope(
        Layer.provide(AISquareVault.layerWith({ ...settings, ...others }), shelf),
        Scope.makeUnsafe(),
      ),
      (context) => Context.get(context, AISquareVault),
    )
  const dapi = Effect.map(
    Layer.buildWithScope(
      Layer.provide(DapiVault.layerWith({ ...simulator.dapi.settings, fetch: simulator.fetch }), shelf),
      Scope.makeUnsafe(),
    ),
    (context) => Context.get(context, DapiVault),
  )
  const pass = (milliseconds: number) =>
    Effect.suspend(() => {
      simulator.clock.advance(milliseconds)
      storeTime += milliseconds
      return TestClock.adjust(milliseconds)
    })
  /** For the store alone: whoever has a lease does not come to a deadline meanwhile. */
  const age = (milliseconds: number) =>
    Effect.sync(() => {
      storeTime += milliseconds
    })
  return { simulator, store, aisquare, dapi, pass, age, ...faults }
}

/** Lets promises settle, those of WebCrypto too: they take turns with these. */
const settle = Effect.promise(async () => {
  for (let round = 0; round < 20; round++) {
    await crypto.subtle.digest("SHA-256", new Uint8Array(1))
    await new Promise((resolve) => setImmediate(resolve))
  }
})

/** Runs a call while short waits pass. */
const patiently = <A, E>(effect: Effect.Effect<A, E>, steps = 30, step = 100): Effect.Effect<Exit.Exit<A, E>> =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(Effect.exit(effect))
    for (let round = 0; round < steps; round++) {
      yield* settle
      yield* TestClock.adjust(step)
    }
    return yield* Fiber.join(fiber)
  })

const count = (metric: typeof vaultCalls, attributes: Record<string, string>) =>
  Effect.map(Metric.value(Metric.withAttributes(metric, attributes)), (state) => Number(state.count))

/** How often each event is counted while an effect runs. */
const eventsOf = <A, E>(effect: Effect.Effect<A, E>) =>
  Effect.gen(function* () {
    const counts = Effect.forEach(["hit", "refresh", "wait", "takeover", "loss"], (event) =>
      Effect.map(count(vaultEvents, { provider: "aisquare", event }), (value) => [event, value] as const),
    )
    const before = Object.fromEntries(yield* counts)
    yield* effect
    return Object.fromEntries(
      (yield* counts).flatMap(([event, after]) => {
        const difference = after - (before[event] ?? 0)
        return difference === 0 ? [] : [[event, difference]]
      }),
    )
  })

it.effect("a call is a span with its outcome, and the redemption is a span within it", () =>
  Effect.gen(function* () {
    const { simulator, aisquare } = world()
    const { of, spans, lines } = recorder()
    const vault = yield* aisquare()
    yield* of(vault.connect("user", simulator.aisquare.user))
    yield* of(vault.tokens("user"))
    yield* of(Effect.exit(vault.tokens("nobody")))
    yield* of(vault.disconnect("user"))
    expect(spans()).toMatchObject([
      { name: "aisquare.vault.connect", parent: undefined, provider: "aisquare", outcome: "done" },
      { name: "aisquare.obtainToken", parent: "aisquare.vault.connect", outcome: "redeemed" },
      { name: "aisquare.vault.tokens", provider: "aisquare", outcome: "done" },
      { name: "aisquare.vault.tokens", provider: "aisquare", outcome: "NotConnected" },
      { name: "aisquare.vault.disconnect", provider: "aisquare", outcome: "done" },
    ])
    expect(lines).toEqual([
      { level: "Debug", text: "aisquare.obtainToken: redeemed", span: "aisquare.obtainToken" },
      { level: "Debug", text: "aisquare.vault.connect: done", span: "aisquare.vault.connect" },
      { level: "Debug", text: "aisquare.vault.tokens: done", span: "aisquare.vault.tokens" },
      {
        level: "Info",
        text: 'aisquare "nobody": there is no such connection. Send the user through consent, then connect.',
        span: "aisquare.vault.tokens",
      },
      { level: "Debug", text: "aisquare.vault.disconnect: done", span: "aisquare.vault.disconnect" },
    ])
  }),
)

it.effect("calls are counted and timed by provider, function and outcome", () =>
  Effect.gen(function* () {
    const { aisquare } = world()
    const vault = yield* aisquare()
    const attributes = { provider: "aisquare", function: "tokens", outcome: "NotConnected" }
    const before = [yield* count(vaultCalls, attributes), yield* timed(attributes)]
    yield* Effect.exit(vault.tokens("nobody"))
    expect([yield* count(vaultCalls, attributes), yield* timed(attributes)]).toEqual(before.map((one) => one + 1))
    expect((yield* Metric.value(vaultCalls)).incremental).toBe(true)
    expect((yield* Metric.value(vaultEvents)).incremental).toBe(true)
  }),
)

const timed = (attributes: Record<string, string>) =>
  Effect.map(Metric.value(Metric.withAttributes(vaultCallDuration, attributes)), (state) => Number(state.count))

it.effect("a duration is the time from the call to its answer", () =>
  Effect.gen(function* () {
    const { aisquare, holdNext } = world()
    const vault = yield* aisquare()
    const metric = Metric.withAttributes(vaultCallDuration, {
      provider: "aisquare",
      function: "disconnect",
      outcome: "done",
    })
    const before = (yield* Metric.value(metric)).sum
    const held = holdNext("read", "before")
    const fiber = yield* Effect.forkChild(vault.disconnect("nobody"))
    yield* Effect.promise(() => held.reached)
    yield* TestClock.adjust("300 millis")
    held.release()
    yield* Fiber.join(fiber)
    expect((yield* Metric.value(metric)).sum - before).toBe(300)
  }),
)

it.effect("durations have buckets from a tenth of a millisecond to the longest deadline of a provider", () =>
  Effect.gen(function* () {
    const { buckets } = yield* Metric.value(vaultCallDuration)
    const boundaries = buckets.map(([boundary]) => boundary).filter(Number.isFinite)
    expect([boundaries[0], boundaries.at(-1)]).toEqual([0.1, 130_000])
  }),
)

it.effect("an interrupted call has the outcome interrupted", () =>
  Effect.gen(function* () {
    const { aisquare, holdNext } = world()
    const vault = yield* aisquare()
    const attributes = { provider: "aisquare", function: "tokens", outcome: "interrupted" }
    const before = yield* count(vaultCalls, attributes)
    const held = holdNext("read", "before")
    const fiber = yield* Effect.forkChild(vault.tokens("user"))
    yield* Effect.promise(() => held.reached)
    yield* Fiber.interrupt(fiber)
    held.release()
    expect(yield* count(vaultCalls, attributes)).toBe(before + 1)
  }),
)

describe("events", () => {
  it.effect("hit: an answer from the store, and one from memory", () =>
    Effect.gen(function* () {
      const { simulator, aisquare, calls } = world()
      const vault = yield* aisquare()
      yield* vault.connect("user", simulator.aisquare.user)
      expect(yield* eventsOf(vault.tokens("user"))).toEqual({ hit: 1 })
      const before = calls.length
      expect(yield* eventsOf(vault.tokens("user"))).toEqual({ hit: 1 })
      expect(calls.length).toBe(before)
    }),
  )

  it.effect("refresh: one for the callers of one process, of which none is a hit", () =>
    Effect.gen(function* () {
      const { simulator, aisquare, pass } = world()
      const vault = yield* aisquare()
      yield* vault.connect("user", simulator.aisquare.user)
      yield* pass(8 * day)
      const both = Effect.all([vault.tokens("user"), vault.tokens("user")], { concurrency: "unbounded" })
      expect(yield* eventsOf(both)).toEqual({ refresh: 1 })
    }),
  )

  it.effect("wait: for the refresh of another process", () =>
    Effect.gen(function* () {
      const { simulator, aisquare, pass } = world()
      const answer = Promise.withResolvers<void>()
      const slow = yield* aisquare({
        fetch: (input, init) => simulator.fetch(input, init).then((response) => answer.promise.then(() => response)),
      })
      const other = yield* aisquare()
      yield* other.connect("user", simulator.aisquare.user)
      yield* pass(8 * day)
      const first = yield* Effect.forkChild(slow.tokens("user"))
      yield* settle
      const events = yield* eventsOf(
        Effect.gen(function* () {
          const second = yield* Effect.forkChild(other.tokens("user"))
          yield* settle
          answer.resolve()
          yield* settle
          yield* TestClock.adjust("10 seconds")
          yield* Fiber.join(first)
          yield* Fiber.join(second)
        }),
      )
      expect(events).toEqual({ wait: 1 })
      expect(simulator.aisquare.journal.map(({ operation }) => operation)).toEqual(["obtainToken", "refreshToken"])
    }),
  )

  it.effect("takeover: of a lease that ran out, and loss: the provider had answered whoever is gone", () =>
    Effect.gen(function* () {
      const { simulator, aisquare, pass, age } = world({ aisquare: { rotate: true } })
      const gone = yield* aisquare({
        fetch: (input, init) => simulator.fetch(input, init).then(() => new Promise(() => {})),
      })
      const other = yield* aisquare()
      yield* other.connect("user", simulator.aisquare.user)
      yield* pass(8 * day)
      yield* Effect.forkChild(gone.tokens("user"))
      yield* settle
      yield* age(61_001)
      const { of, lines } = recorder()
      const call = Effect.tap(Effect.flip(of(other.tokens("user"))), (error) => {
        expect(error).toMatchObject({ _tag: "ConsentRequired", reason: "lost" })
        return Effect.void
      })
      expect(yield* eventsOf(call)).toEqual({ refresh: 1, takeover: 1, loss: 1 })
      expect(lines).toContainEqual({
        level: "Error",
        text: "aisquare: the answer to a refresh was lost",
        span: "aisquare.vault.tokens",
      })
    }),
  )
})

describe("the log level", () => {
  const levelOf = <A, E>(call: Effect.Effect<A, E>) =>
    Effect.gen(function* () {
      const { of, lines } = recorder()
      yield* patiently(of(call))
      return lines.flatMap(({ level, span }) => (span?.includes(".vault.") ? [level] : [])).at(-1)
    })

  it.effect("is Info where only the user can help", () =>
    Effect.gen(function* () {
      const { simulator, aisquare, pass } = world()
      const vault = yield* aisquare()
      expect(yield* levelOf(vault.tokens("nobody"))).toBe("Info")
      const wrong = { ...simulator.aisquare.user, password: "wrong" }
      expect(yield* levelOf(vault.connect("user", wrong))).toBe("Info")
      yield* vault.connect("user", simulator.aisquare.user)
      yield* pass(400 * day)
      expect(yield* levelOf(vault.tokens("user"))).toBe("Info")
    }),
  )

  it.effect("is Warn where another connection has the grant, and where waiting helps", () =>
    Effect.gen(function* () {
      const { simulator, aisquare, pass } = world()
      const vault = yield* aisquare()
      const grant = simulator.aisquare.issueGrant()
      yield* vault.connect("user", grant)
      expect(yield* levelOf(vault.connect("thief", grant))).toBe("Warn")
      const stuck = yield* aisquare({ fetch: () => new Promise(() => {}) })
      yield* pass(8 * day)
      expect(yield* levelOf(stuck.tokens("user", { timeout: 200 }))).toBe("Warn")
    }),
  )

  it.effect("is Error where the store fails", () =>
    Effect.gen(function* () {
      const { aisquare, failNext } = world()
      const vault = yield* aisquare()
      for (let call = 0; call < 30; call++) failNext("read", "before")
      expect(yield* levelOf(vault.tokens("user"))).toBe("Error")
    }),
  )

  it.effect("is Error where a row cannot be opened, and where an answer is lost", () =>
    Effect.gen(function* () {
      const { simulator, aisquare, dapi, store } = world()
      const vault = yield* aisquare()
      yield* vault.connect("user", simulator.aisquare.user)
      const row = yield* Effect.promise(() => store.read("connection/aisquare/user"))
      yield* Effect.promise(() => store.write("connection/aisquare/other", row?.value ?? new Uint8Array(), undefined))
      expect(yield* levelOf(vault.tokens("other"))).toBe("Error")
      simulator.dapi.failNext("reset-after-send")
      expect(yield* levelOf((yield* dapi).connect("user", simulator.dapi.issueGrant()))).toBe("Error")
    }),
  )
})

it.effect("no secret is in any span, log line or annotation", () =>
  Effect.gen(function* () {
    const { simulator, aisquare, pass, failNext, holdNext } = world({ aisquare: { rotate: true } })
    const { of, everything } = recorder()
    const vault = yield* aisquare()
    const secrets: Array<string> = [simulator.aisquare.user.password, simulator.aisquare.settings.superexecSecret]
    const kept = (tokens: AISquareTokens) => {
      secrets.push(Redacted.value(tokens.access), Redacted.value(tokens.refresh))
    }
    const grant = simulator.aisquare.issueGrant()
    secrets.push(grant.tempToken)
    const run = <A, E>(call: Effect.Effect<A, E>) => patiently(of(call))
    yield* run(Effect.map(vault.connect("user", simulator.aisquare.user), kept))
    yield* run(Effect.map(vault.connect("user", grant), kept))
    yield* run(vault.connect("other", grant))
    yield* pass(8 * day)
    yield* run(Effect.map(vault.tokens("user"), kept))
    const current = yield* vault.tokens("user")
    yield* run(Effect.map(vault.tokens("user", { rejected: current }), kept))
    // What came and cannot be kept is in the error, and in nothing that is recorded of it.
    const reserved = holdNext("write", "after")
    for (let call = 0; call < 500; call++) failNext("write", "before")
    const losing = yield* Effect.forkChild(
      patiently(of(Effect.flip(vault.connect("user", simulator.aisquare.user))), 100, 1_000),
    )
    yield* Effect.promise(() => reserved.reached)
    reserved.release()
    const lost = yield* Fiber.join(losing)
    expect(Exit.isSuccess(lost) && lost.value).toMatchObject({
      _tag: "StoreFailed",
      cause: { message: "fault of a test: the store failed before its write" },
      tokens: { provider: "aisquare" },
    })
    if (Exit.isSuccess(lost) && lost.value._tag === "StoreFailed" && lost.value.tokens) kept(lost.value.tokens)
    const recorded = everything()
    expect(recorded).toContain("aisquare.vault.connect")
    expect(recorded).toContain("GrantTaken")
    expect(secrets).toHaveLength(13)
    for (const secret of secrets) expect(recorded).not.toContain(secret)
  }),
)
