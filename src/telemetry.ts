/**
 * What can be seen of a redemption from outside: a span, two metrics, a log line. No secret is in any of them, since
 * none is in an error.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as LogLevel from "effect/LogLevel"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as References from "effect/References"
import type { RedemptionError, RedemptionTag } from "./errors.ts"
import type { Descriptor } from "./operation.ts"

type Attributes = Readonly<Record<string, string>>

const counter = (attributes: Attributes) =>
  Metric.counter("token_exchange_redemptions_total", {
    description: "Redemptions by provider, operation and outcome",
    incremental: true,
    attributes,
  })

const histogram = (attributes: Attributes) =>
  Metric.histogram("token_exchange_redemption_duration_ms", {
    description: "Duration of redemptions in milliseconds, retries included",
    boundaries: [10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 130_000],
    attributes,
  })

/** Redemptions, by `provider`, `operation` and `outcome`: `redeemed`, or the tag of the error. */
export const redemptions = /* #__PURE__ */ counter({})

/** How long redemptions took, retries included, in milliseconds; by the same attributes. */
export const redemptionDuration = /* #__PURE__ */ histogram({})

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

/** A redemption under way, as far as it is watched. */
export interface Trial {
  attempts: number
}

/** Watches the redemptions of one operation. */
export const observer = ({ provider, operationId }: Descriptor) => {
  const where = { provider, operation: operationId }
  const name = `${provider}.${operationId}`

  /** The metrics of each outcome, made when it is first seen. */
  const seen = new Map<string, ReturnType<typeof metricsOf>>()
  const metricsOf = (outcome: string) => {
    const attributes = { ...where, outcome }
    const metrics = { count: counter(attributes), duration: histogram(attributes) }
    seen.set(outcome, metrics)
    return metrics
  }

  const line = (outcome: string, error: RedemptionError | undefined, attempts: number) =>
    Effect.annotateLogs(
      error === undefined ? Effect.logDebug(`${name}: ${outcome}`) : logAs[error._tag](error.message),
      { ...where, outcome, attempts },
    )

  return <A, E extends RedemptionError>(redemption: (trial: Trial) => Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.useSpan(name, { attributes: where }, (span) =>
      Effect.withFiber((fiber) => {
        const clock = fiber.getRef(Clock.Clock)
        const since = clock.currentTimeMillisUnsafe()
        const trial: Trial = { attempts: 0 }
        return Effect.onExit(redemption(trial), (exit) => {
          const error = Option.getOrUndefined(Exit.findErrorOption(exit))
          const outcome = error?._tag ?? (Exit.isSuccess(exit) ? "redeemed" : "interrupted")
          span.attribute("attempts", trial.attempts)
          span.attribute("outcome", outcome)
          if (error?.status !== undefined) span.attribute("status", error.status)
          const { count, duration } = seen.get(outcome) ?? metricsOf(outcome)
          count.updateUnsafe(1, fiber.context)
          duration.updateUnsafe(clock.currentTimeMillisUnsafe() - since, fiber.context)
          return error === undefined && LogLevel.isGreaterThan(fiber.getRef(References.MinimumLogLevel), "Debug")
            ? Effect.void
            : Effect.withParentSpan(line(outcome, error, trial.attempts), span, { captureStackTrace: false })
        })
      }),
    )
}
