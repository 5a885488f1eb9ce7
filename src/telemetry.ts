/** A span, two metrics and a log line per redemption. None contains a secret, since no error does. */
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import type { RedemptionError } from "./errors.ts"
import { type Observe, type Observed, observing } from "./observer.ts"
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

  const record = ({ outcome, attempts, milliseconds, status }: Observed, error: RedemptionError | undefined) => {
    const [count, duration] = metricsOf(outcome)
    const log = Effect.logWithLevel(error === undefined ? "Debug" : policies[error._tag].logLevel)
    return Effect.annotateCurrentSpan({ attempts, outcome, ...(status !== undefined && { status }) }).pipe(
      Effect.andThen(Metric.update(count, 1)),
      Effect.andThen(Metric.update(duration, milliseconds)),
      Effect.andThen(
        Effect.annotateLogs(log(error?.message ?? `${name}: ${outcome}`), { ...where, outcome, attempts }),
      ),
    )
  }

  return {
    warn: (what) => Effect.logWarning(`${name}: ${what}`),
    redemption: (run) =>
      observing(run, record).pipe(Effect.withSpan(name, { attributes: where }, { captureStackTrace: false })),
  }
}
