import { expect, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as Metric from "effect/Metric"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import { TestClock } from "effect/testing"
import { AISquareLogin, Dapi, type Fetch, redemptionDuration, redemptions } from "./effect.ts"

/** A provider that gives these answers in turn, then repeats the last. */
const provider = (...answers: ReadonlyArray<readonly [status: number, body: unknown]>): Fetch => {
  let count = 0
  return async (_, init) => {
    await new Response(init?.body ?? null).text()
    const [status, body] = answers[Math.min(count++, answers.length - 1)] ?? [500, null]
    return Response.json(body, { status })
  }
}

const good = { success: true, status: "done", accessToken: "permanent" }

const exchange = (fetch: Fetch) =>
  Dapi.use((dapi) => dapi.exchangeToken({ accessCode: "code", connectionId: "connection" })).pipe(
    Effect.provide(Dapi.layerWith({ appSecret: "secret", fetch })),
  )

/** Runs a redemption while the clock goes on, and returns the spans and log lines it made. */
const observe = <A, E>(redemption: Effect.Effect<A, E>) =>
  Effect.gen(function* () {
    const spans: Array<Tracer.NativeSpan> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      },
    })
    const lines: Array<readonly [level: string, message: string]> = []
    const logger = Logger.make<unknown, void>(({ logLevel, message }) => {
      lines.push([logLevel, String(message)])
    })
    const fiber = yield* Effect.exit(redemption).pipe(
      Effect.withTracer(tracer),
      Effect.provideService(Logger.CurrentLoggers, new Set([logger])),
      Effect.provideService(References.MinimumLogLevel, "All"),
      Effect.forkChild,
    )
    // The answers come from promises: let them settle, then let the back-offs pass.
    for (let round = 0; round < 40; round++) {
      yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      yield* TestClock.adjust("100 millis")
    }
    yield* Fiber.join(fiber)
    return { spans: spans.map(({ name, attributes }) => ({ name, ...Object.fromEntries(attributes) })), lines }
  })

it.effect("a redemption is one span with its attempts and its outcome", () =>
  Effect.gen(function* () {
    const { spans, lines } = yield* observe(exchange(provider([429, {}], [200, good])))
    expect(spans).toEqual([
      {
        name: "dapi.exchangeToken",
        provider: "dapi",
        operation: "exchangeToken",
        attempts: 2,
        outcome: "redeemed",
        status: 200,
      },
    ])
    expect(lines).toEqual([["Debug", "dapi.exchangeToken: redeemed"]])
  }),
)

it.effect("each caller of a shared redemption has its own span, and the attempts are the first's", () =>
  Effect.gen(function* () {
    const both = Dapi.use(({ exchangeToken }) => {
      const redemption = exchangeToken({ accessCode: "code", connectionId: "connection" })
      return Effect.all([redemption, redemption], { concurrency: "unbounded" })
    }).pipe(Effect.provide(Dapi.layerWith({ appSecret: "secret", fetch: provider([200, good]) })))
    const { spans } = yield* observe(both)
    expect(spans).toMatchObject([
      { attempts: 1, outcome: "redeemed" },
      { attempts: 0, outcome: "redeemed" },
    ])
  }),
)

it.effect("a failure shows its status and tag in the span, and its message in the log", () =>
  Effect.gen(function* () {
    const { spans, lines } = yield* observe(exchange(provider([503, {}])))
    expect(spans).toMatchObject([{ attempts: 1, outcome: "ProviderUnavailable", status: 503 }])
    expect(lines).toEqual([
      [
        "Warn",
        "dapi.exchangeToken: the provider is unavailable (status 503). Wait before the next request. The grant may be spent: ask the user for a new one rather than presenting it again.",
      ],
    ])
  }),
)

it.effect("a log line belongs to the span of its redemption", () =>
  Effect.gen(function* () {
    const spans: Array<string | undefined> = []
    const logger = Logger.make<unknown, void>(({ fiber }) => {
      const span = Context.getOrUndefined(fiber.context, Tracer.ParentSpan)
      spans.push(span?._tag === "Span" ? span.name : undefined)
    })
    yield* Effect.exit(exchange(provider([401, {}]))).pipe(
      Effect.withSpan("outer"),
      Effect.provideService(Logger.CurrentLoggers, new Set([logger])),
    )
    expect(spans).toEqual(["dapi.exchangeToken"])
  }),
)

it.effect("the span counts at most three attempts", () =>
  Effect.gen(function* () {
    const login = AISquareLogin.use((login) => login.obtainToken({ username: "u", password: "p" })).pipe(
      Effect.provide(AISquareLogin.layerWith({ fetch: provider([500, {}]) })),
    )
    const { spans } = yield* observe(login)
    expect(spans).toMatchObject([{ name: "aisquare.obtainToken", attempts: 3, outcome: "ProviderUnavailable" }])
  }),
)

it.effect.each([
  ["Info", 200, { success: false, msg: "", type: "INVALID_TOKEN" }],
  ["Error", 400, { success: false, msg: "", type: "INVALID_ARGS" }],
  ["Error", 401, {}],
  ["Error", 418, {}],
] as const)("the log level is %s for the status %d", ([level, status, body]) =>
  Effect.gen(function* () {
    const { lines } = yield* observe(exchange(provider([status, body])))
    expect(lines.map(([level]) => level)).toEqual([level])
  }),
)

it.effect("counts and times redemptions by provider, operation and outcome", () =>
  Effect.gen(function* () {
    const attributes = { provider: "dapi", operation: "exchangeToken", outcome: "InvalidGrant" }
    const counted = Metric.value(Metric.withAttributes(redemptions, attributes))
    const timed = Metric.value(Metric.withAttributes(redemptionDuration, attributes))
    const before = [(yield* counted).count, (yield* timed).count]
    yield* observe(exchange(provider([200, { success: false, msg: "", type: "INVALID_TOKEN" }])))
    expect([(yield* counted).count, (yield* timed).count]).toEqual(before.map((count) => Number(count) + 1))
  }),
)

it.effect("an interrupted redemption has the outcome interrupted", () =>
  Effect.gen(function* () {
    const counted = Metric.value(
      Metric.withAttributes(redemptions, { provider: "dapi", operation: "exchangeToken", outcome: "interrupted" }),
    )
    const { count } = yield* counted
    const fiber = yield* Effect.forkChild(exchange(() => new Promise(() => {})))
    yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
    yield* Fiber.interrupt(fiber)
    expect((yield* counted).count).toBe(Number(count) + 1)
  }),
)
