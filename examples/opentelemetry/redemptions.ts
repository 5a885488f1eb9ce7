/**
 * A span, a count and a duration of OpenTelemetry for each redemption. No attribute has a secret.
 *
 * To use it: copy this folder, run `npm install`, start your SDK of OpenTelemetry, then call `observe()` once and give
 * what it returns to your client or your vault as `onRedemption`.
 */
import { metrics, SpanStatusCode, trace } from "@opentelemetry/api"
import type { OnRedemption } from "token-exchange"

// #region observe
/** For `createTokenExchange({ ...settings, onRedemption: observe() })`, once your SDK has started. */
export const observe = (): OnRedemption => {
  const tracer = trace.getTracer("token-exchange")
  const meter = metrics.getMeter("token-exchange")
  const count = meter.createCounter("token_exchange_redemptions_total")
  const duration = meter.createHistogram("token_exchange_redemption_duration_ms", { unit: "ms" })

  return ({ provider, operation, outcome, attempts, milliseconds, status, requestId }) => {
    const where = { provider, operation, outcome }
    count.add(1, where)
    duration.record(milliseconds, where)

    const end = Date.now()
    const attributes = { ...where, attempts, ...(status && { status }), ...(requestId && { requestId }) }
    const span = tracer.startSpan(`${provider}.${operation}`, { startTime: end - milliseconds, attributes })
    if (outcome !== "redeemed") span.setStatus({ code: SpanStatusCode.ERROR, message: outcome })
    span.end(end)
  }
}
// #endregion
