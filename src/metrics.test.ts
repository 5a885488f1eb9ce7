import { expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Metric from "effect/Metric"
import { TestClock } from "effect/testing"
import { instrument, redemptionDuration, redemptions } from "./telemetry.ts"

it.effect("redemptions are a counter that only goes up", () =>
  Effect.gen(function* () {
    expect((yield* Metric.value(redemptions)).incremental).toBe(true)
  }),
)

it.effect("durations have buckets from 10 ms to the longest deadline of a provider", () =>
  Effect.gen(function* () {
    const { buckets } = yield* Metric.value(redemptionDuration)
    const boundaries = buckets.map(([boundary]) => boundary).filter(Number.isFinite)
    expect([boundaries[0], boundaries.at(-1)]).toEqual([10, 130_000])
  }),
)

it.effect("a duration is the time from the start to the end of a redemption", () =>
  Effect.gen(function* () {
    yield* TestClock.adjust("1 second")
    const { redemption } = instrument({ provider: "acme", operationId: "exchangeToken" })
    const fiber = yield* Effect.forkChild(
      redemption(() => Effect.as(Effect.sleep("300 millis"), { tokens: {}, status: 200 })),
    )
    yield* TestClock.adjust("300 millis")
    yield* Fiber.join(fiber)
    const attributes = { provider: "acme", operation: "exchangeToken", outcome: "redeemed" }
    expect((yield* Metric.value(Metric.withAttributes(redemptionDuration, attributes))).sum).toBe(300)
  }),
)
