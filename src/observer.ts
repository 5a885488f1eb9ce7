/**
 * Where a redemption can be observed. The Effect API records spans, metrics and log lines; the Promise API only returns
 * the outcome.
 */
import * as Effect from "effect/Effect"
import type { RedemptionError } from "./errors.ts"
import type { Descriptor } from "./operation.ts"

/** Observes the redemptions of one operation. */
export interface Observer {
  /** Runs a redemption, which runs `attempt` at the beginning of each attempt. */
  readonly redemption: <A, E extends RedemptionError>(
    run: (attempt: Effect.Effect<void>) => Effect.Effect<A, E>,
  ) => Effect.Effect<A, E>
  /** Reports an outcome that arrived after its caller gave up and that no hook took. */
  readonly orphan: (what: string) => Effect.Effect<void>
}

/** Creates the observer of an operation. */
export type Observe = (descriptor: Pick<Descriptor, "provider" | "operationId">) => Observer

/** Observes nothing. */
export const unobserved: Observe = () => ({
  redemption: (run) => run(Effect.void),
  orphan: () => Effect.void,
})
