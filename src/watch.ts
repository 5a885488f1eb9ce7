/**
 * Where a redemption can be seen from outside. The Effect API watches; the Promise API has nowhere to show it.
 */
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import type { RedemptionError } from "./errors.ts"

/** A redemption under way: the fiber that runs it, and what is watched of it. */
export interface Trial {
  readonly fiber: Fiber.Fiber<unknown, unknown>
  attempts: number
}

/** What sees the redemptions of one operation. */
export interface Watch {
  readonly redemption: <A, E extends RedemptionError>(run: (trial: Trial) => Effect.Effect<A, E>) => Effect.Effect<A, E>
  /** Says what became of a redemption that nobody waits for any more. */
  readonly orphan: (what: string) => Effect.Effect<void>
}

/** Sees nothing. */
export const unwatched = (): Watch => ({
  redemption: (run) => Effect.withFiber((fiber) => run({ fiber, attempts: 0 })),
  orphan: () => Effect.void,
})
