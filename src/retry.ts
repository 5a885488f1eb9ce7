/** When a redemption is retried: never after an attempt that may have spent a one-time grant. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type { RedemptionError } from "./errors.ts"
import type { Descriptor } from "./operation.ts"
import { policies } from "./policies.ts"

/** Whether the provider may have granted the request although it failed. */
export const isAmbiguous = ({ _tag }: RedemptionError): boolean => policies[_tag].retry === "unless one-time"

/** Whether another attempt is safe: the grant is untouched, or the operation spends nothing. */
export const isRetryable = ({ oneTime }: Pick<Descriptor, "oneTime">, error: RedemptionError): boolean =>
  policies[error._tag].retry === "always" || (isAmbiguous(error) && !Object.values(oneTime).includes(true))

/** How long a provider asks to wait, in milliseconds. */
const requestedWait = (error: RedemptionError): number => ("retryAfter" in error ? (error.retryAfter ?? 0) : 0)

/** Waits of 250 ms, 500 ms and so on, each up to a fifth shorter or longer, and never shorter than the provider asks. */
const backOff = Schedule.exponential("250 millis").pipe(
  Schedule.jittered,
  Schedule.setInputType<RedemptionError>(),
  Schedule.modifyDelay(({ input, duration }) =>
    Effect.succeed(Duration.max(duration, Duration.millis(requestedWait(input)))),
  ),
)

/** Retries up to `times` times, while another attempt is safe and can begin within `timeLeft` milliseconds. */
export const backOffWithin = (
  times: number,
  timeLeft: Effect.Effect<number>,
  isHarmless: (error: RedemptionError) => boolean,
): Schedule.Schedule<Duration.Duration, RedemptionError> =>
  Schedule.while(Schedule.upTo(backOff, { times }), ({ input, duration }) =>
    Effect.map(timeLeft, (left) => isHarmless(input) && Duration.toMillis(duration) < left),
  )
