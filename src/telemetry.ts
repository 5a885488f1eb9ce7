/** A span, two metrics and a log line per redemption. None contains a secret, since no error does. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import type { RedemptionError } from "./errors.ts"
import type { Observe } from "./observer.ts"
import { policies } from "./policies.ts"

/** Redemptions, by `provider`, `operation` and `outcome`: `redeemed`, the tag of the error, or `interrupted`. */
export const redemptions = /* #__PURE__ */ Metric.counter("token_exchange_redemptions_total", {
  description: "Redemptions by provider, operation and outcome",
  incremental: true,
})

/** How long redemptions took, retries included, in milliseconds; by the same attributes. */
export const redemptionDuration = /* #__PURE__ */ Metric.histogram("token_exchange_redemption_duration_ms", {
  description: "Duration of redemptions in milliseconds",
  boundaries: [10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 130_000],
})

/** Records a span, two metrics and a log line for each redemption of one operation. */
export const instrument: Observe = ({ provider, operationId }) => {
  const where = { provider, operation: operationId }
  const name = `${provider}.${operationId}`

  /** The metrics of each outcome, made once. */
  const metrics = new Map<string, readonly [typeof redemptions, typeof redemptionDuration]>()
  const metricsOf = (outcome: string) => {
    const attributes = { ...where, outcome }
    const known = metrics.get(outcome) ?? [
      Metric.withAttributes(redemptions, attributes),
      Metric.withAttributes(redemptionDuration, attributes),
    ]
    metrics.set(outcome, known)
    return known
  }

  const record = (exit: Exit.Exit<unknown, RedemptionError>, start: bigint, counted: Ref.Ref<number>) =>
    Effect.gen(function* () {
      const attempts = yield* Ref.get(counted)
      const error = Option.getOrUndefined(Exit.findErrorOption(exit))
      const outcome = error?._tag ?? (Exit.isSuccess(exit) ? "redeemed" : "interrupted")
      const status = error?.status
      yield* Effect.annotateCurrentSpan({ attempts, outcome, ...(status !== undefined && { status }) })
      const [count, duration] = metricsOf(outcome)
      yield* Metric.update(count, 1)
      yield* Metric.update(duration, Number((yield* Clock.monotonicTimeNanos) - start) / 1e6)
      const log = Effect.logWithLevel(error === undefined ? "Debug" : policies[error._tag].logLevel)
      yield* Effect.annotateLogs(log(error?.message ?? `${name}: ${outcome}`), { ...where, outcome, attempts })
    })

  return {
    orphan: (what) => Effect.logWarning(`${name}: ${what}`),
    redemption: (run) =>
      Effect.gen(function* () {
        const start = yield* Clock.monotonicTimeNanos
        const attempts = yield* Ref.make(0)
        return yield* Effect.onExit(run(Ref.update(attempts, (count) => count + 1)), (exit) =>
          record(exit, start, attempts),
        )
      }).pipe(Effect.withSpan(name, { attributes: where }, { captureStackTrace: false })),
  }
}
