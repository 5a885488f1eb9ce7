/**
 * What can be seen of a redemption from outside: a span, two metrics, a log line. No secret is in any of them, since
 * none is in an error.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import type { RedemptionError, RedemptionTag } from "./errors.ts"
import type { Descriptor } from "./operation.ts"

/** Redemptions, by `provider`, `operation` and `outcome`: `redeemed`, or the tag of the error. */
export const redemptions = Metric.counter("token_exchange_redemptions_total", {
  description: "Redemptions by provider, operation and outcome",
  incremental: true,
})

/** How long redemptions took, retries included, in milliseconds; by the same attributes. */
export const redemptionDuration = Metric.histogram("token_exchange_redemption_duration_ms", {
  description: "Duration of redemptions in milliseconds, retries included",
  boundaries: [10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 130_000],
})

/** Somebody has to act on an error; somebody should know of a warning; the rest is daily business. */
const logAs: { readonly [Tag in RedemptionTag]: typeof Effect.logInfo } = {
  InvalidRequest: Effect.logError,
  InvalidClient: Effect.logError,
  InvalidGrant: Effect.logInfo,
  RateLimited: Effect.logWarning,
  ConnectionFailed: Effect.logWarning,
  ProviderUnavailable: Effect.logWarning,
  OutcomeUnknown: Effect.logError,
  UnexpectedResponse: Effect.logError,
}

/** Watches a redemption; `attempts` is asked once it has ended. */
export const observed = <A, E extends RedemptionError>(
  { provider, operationId }: Descriptor,
  attempts: () => number,
  redemption: Effect.Effect<A, E>,
): Effect.Effect<A, E> => {
  const where = { provider, operation: operationId }
  const report = (exit: Exit.Exit<A, E>, since: number) =>
    Effect.gen(function* () {
      const error = Option.getOrUndefined(Exit.findErrorOption(exit))
      const outcome = error?._tag ?? (Exit.isSuccess(exit) ? "redeemed" : "interrupted")
      const status = error?.status === undefined ? {} : { status: error.status }
      yield* Effect.annotateCurrentSpan({ attempts: attempts(), outcome, ...status })
      const attributes = { ...where, outcome }
      const duration = (yield* Clock.currentTimeMillis) - since
      yield* Metric.update(Metric.withAttributes(redemptions, attributes), 1)
      yield* Metric.update(Metric.withAttributes(redemptionDuration, attributes), duration)
      const line =
        error === undefined
          ? Effect.logDebug(`${provider}.${operationId}: ${outcome}`)
          : logAs[error._tag](error.message)
      yield* Effect.annotateLogs(line, { ...attributes, attempts: attempts() })
    })
  return Effect.flatMap(Clock.currentTimeMillis, (since) =>
    Effect.onExit(redemption, (exit) => report(exit, since)),
  ).pipe(Effect.withSpan(`${provider}.${operationId}`, { attributes: where }, { captureStackTrace: false }))
}
