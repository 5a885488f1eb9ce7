/** Deadlines that pass at a known moment, even on a slow machine. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as TestClock from "effect/testing/TestClock"
import type { RedemptionError } from "../../src/index.ts"
import type { AnyTokenSet } from "../../src/token-set.ts"

/** The result of a redemption in the Promise API. */
export interface Outcome {
  readonly data?: AnyTokenSet | undefined
  readonly error?: RedemptionError | undefined
}

/** A clock that stands still until the request has arrived. */
const stoppedClock = TestClock.layer({ warningDelay: "1 hour" })

/**
 * Redeems with a clock that stands still until `moment` and then advances by each of the `steps` in milliseconds.
 * Returns the result after the first step.
 */
export const passDeadline = (
  redemption: Effect.Effect<AnyTokenSet, RedemptionError>,
  moment: Promise<unknown>,
  ...[first, ...steps]: readonly [number, ...ReadonlyArray<number>]
): Promise<Outcome> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(redemption)
      // A redemption may end before that moment.
      yield* Effect.raceFirst(
        Fiber.await(fiber),
        Effect.promise(() => moment),
      )
      yield* TestClock.adjust(first)
      const exit = yield* Fiber.await(fiber)
      for (const step of steps) yield* TestClock.adjust(step)
      return Exit.isSuccess(exit) ? { data: exit.value } : { error: Option.getOrUndefined(Exit.findErrorOption(exit)) }
    }).pipe(Effect.provide(stoppedClock), Effect.provideService(Logger.CurrentLoggers, new Set())),
  )
