/** Deadlines that pass at a known moment, however slow the machine is. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as TestClock from "effect/testing/TestClock"
import type { RedemptionError, TokenSet } from "../../src/index.ts"

/** What a redemption came to, as the Promise API has it. */
export interface Outcome {
  readonly data?: TokenSet | undefined
  readonly error?: RedemptionError | undefined
}

/** A clock that warns nobody: it stands still until the request has arrived. */
const stoppedClock = TestClock.layer({ warningDelay: "1 hour" })

/**
 * Redeems by a clock that stands still until `moment` and is then moved on by each step, in milliseconds. Resolves to
 * the outcome after the first step.
 */
export const passDeadline = (
  redemption: Effect.Effect<TokenSet, RedemptionError>,
  moment: Promise<unknown>,
  ...[first, ...steps]: readonly [number, ...ReadonlyArray<number>]
): Promise<Outcome> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(redemption)
      // A redemption that ends before the moment comes must not be waited for.
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
