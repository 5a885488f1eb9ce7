/**
 * Where a redemption can be seen from outside. The Effect API watches; the Promise API has nowhere to show it.
 */
import * as Effect from "effect/Effect"
import type { RedemptionError } from "./errors.ts"

/** A redemption under way, as far as it is watched. */
export interface Trial {
  attempts: number
}

/** What sees the redemptions of one operation. */
export interface Watch {
  readonly redemption: <A, E extends RedemptionError>(run: (trial: Trial) => Effect.Effect<A, E>) => Effect.Effect<A, E>
  /** Says what became of a redemption that nobody waits for any more. */
  readonly orphan: (what: string) => Effect.Effect<void>
}

/** Sees nothing. */
export const unwatched = (): Watch => ({ redemption: (run) => run({ attempts: 0 }), orphan: () => Effect.void })
