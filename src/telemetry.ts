/**
 * What can be seen of a redemption from outside: a span where there is a tracer, two metrics, a log line. No secret is
 * in any of them, since none is in an error.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as LogLevel from "effect/LogLevel"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import type { RedemptionTag } from "./errors.ts"
import type { Descriptor } from "./operation.ts"
import type { Trial, Watch } from "./watch.ts"

type Attributes = Readonly<Record<string, string>>

const counter = (attributes: Attributes) =>
  Metric.counter("token_exchange_redemptions_total", {
    description: "Redemptions by provider, operation and outcome",
    incremental: true,
    attributes,
  })

const histogram = (attributes: Attributes) =>
  Metric.histogram("token_exchange_redemption_duration_ms", {
    description: "Duration of redemptions in milliseconds",
    boundaries: [10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 130_000],
    attributes,
  })

/** Redemptions, by `provider`, `operation` and `outcome`: `redeemed`, the tag of the error, or `interrupted`. */
export const redemptions = /* #__PURE__ */ counter({})

/** How long redemptions took, retries included, in milliseconds; by the same attributes. */
export const redemptionDuration = /* #__PURE__ */ histogram({})

/** Somebody has to act on an error, which is the level of the rest; somebody should know of a warning. */
const levels: { readonly [Outcome in RedemptionTag | "redeemed"]?: LogLevel.Severity } = {
  redeemed: "Debug",
  InvalidGrant: "Info",
  RateLimited: "Warn",
  ConnectionFailed: "Warn",
  ProviderUnavailable: "Warn",
}

/** Watches the redemptions of one operation: a span, two metrics, a log line. */
export const observed = ({ provider, operationId }: Descriptor): Watch => {
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

  return {
    orphan: (what) => Effect.logWarning(`${name}: ${what}`),
    redemption: (redemption) =>
      Effect.withFiber((fiber) => {
        const clock = fiber.getRef(Clock.Clock)
        const trial: Trial = { fiber, attempts: 0 }

        const watched = (span?: Tracer.Span) => {
          const since = clock.currentTimeMillisUnsafe()
          return Effect.onExit(redemption(trial), (exit) => {
            const error = Option.getOrUndefined(Exit.findErrorOption(exit))
            const outcome = error?._tag ?? (Exit.isSuccess(exit) ? "redeemed" : "interrupted")
            const { attempts } = trial
            span?.attribute("attempts", attempts)
            span?.attribute("outcome", outcome)
            if (error?.status !== undefined) span?.attribute("status", error.status)
            const { count, duration } = seen.get(outcome) ?? metricsOf(outcome)
            count.updateUnsafe(1, fiber.context)
            duration.updateUnsafe(clock.currentTimeMillisUnsafe() - since, fiber.context)
            const level = outcome === "interrupted" ? "Debug" : (levels[outcome] ?? "Error")
            if (LogLevel.isGreaterThan(fiber.getRef(References.MinimumLogLevel), level)) return Effect.void
            const line = Effect.annotateLogs(Effect.logWithLevel(level)(error?.message ?? `${name}: ${outcome}`), {
              ...where,
              outcome,
              attempts,
            })
            return span === undefined ? line : Effect.withParentSpan(line, span, { captureStackTrace: false })
          })
        }

        // Nobody sees the spans of the native tracer: Effect's own HTTP server makes none for it either.
        return fiber.getRef(Tracer.Tracer) === Tracer.nativeTracer
          ? watched()
          : Effect.useSpan(name, { attributes: where }, watched)
      }),
  }
}
