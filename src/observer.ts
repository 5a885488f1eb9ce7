/**
 * Where a redemption can be observed. The Effect API records spans, metrics and log lines; the Promise API only returns
 * the outcome.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { RedemptionError } from "./errors.ts"
import type { Descriptor } from "./operation.ts"
import type { RedemptionReport } from "./settings.ts"

/** Tokens, and what is known of the answer that brought them. */
export interface Granted<out Tokens> {
  readonly tokens: Tokens
  readonly status: number
  readonly requestId?: string
}

/** Observes the redemptions of one operation. */
export interface Observer {
  /** Runs a redemption, which runs `attempt` at the beginning of each attempt. */
  readonly redemption: <A extends Granted<unknown>, E extends RedemptionError>(
    run: (attempt: Effect.Effect<void>) => Effect.Effect<A, E>,
  ) => Effect.Effect<A, E>
  /** Says what nobody else is told, such as an outcome that arrived after its caller gave up and that no hook took. */
  readonly warn: (what: string) => Effect.Effect<void>
}

/** Creates the observer of an operation. */
export type Observe = (descriptor: Pick<Descriptor, "provider" | "operationId">) => Observer

/** Observes nothing. */
export const unobserved: Observe = () => ({
  redemption: (run) => run(Effect.void),
  warn: () => Effect.void,
})

/** What was observed of a redemption. */
export type Observed = Omit<RedemptionReport, "provider" | "operation">

/** Runs a redemption, and then `record` with what was observed of it. */
export const observing = <A extends Granted<unknown>, E extends RedemptionError>(
  run: (attempt: Effect.Effect<void>) => Effect.Effect<A, E>,
  record: (observed: Observed, error: E | undefined) => Effect.Effect<void>,
): Effect.Effect<A, E> =>
  Effect.flatMap(Clock.monotonicTimeNanos, (start) => {
    let attempts = 0
    const attempt = Effect.sync(() => {
      attempts++
    })
    return Effect.onExit(run(attempt), (exit) =>
      Effect.flatMap(Clock.monotonicTimeNanos, (end) => {
        const error = Option.getOrUndefined(Exit.findErrorOption(exit))
        const outcome = error?._tag ?? (Exit.isSuccess(exit) ? "redeemed" : "interrupted")
        const { status, requestId } = error ?? (Exit.isSuccess(exit) ? exit.value : {})
        const milliseconds = Number(end - start) / 1e6
        return record(
          {
            outcome,
            attempts,
            milliseconds,
            ...(status !== undefined && { status }),
            ...(requestId !== undefined && { requestId }),
          },
          error,
        )
      }),
    )
  })
