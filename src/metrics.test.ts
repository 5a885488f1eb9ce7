import { expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import { redemptionDuration, redemptions } from "./telemetry.ts"

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
