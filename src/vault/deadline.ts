/** How long a caller waits for work that goes on without them. */
import * as Effect from "effect/Effect"
import { aborted } from "../signal.ts"

/** When a caller gives up, and what becomes of it. */
export interface Patience<E> {
  readonly deadline: number
  readonly signal: AbortSignal | undefined
  /** Milliseconds that are left to the work after the deadline, or after the caller gave up. */
  readonly grace: number
  /** Is run when the caller leaves before the work ends. */
  readonly leave: Effect.Effect<void>
  readonly tooLate: () => E
}

/** Waits for work until the deadline, or until the caller gives up. */
export const within = <A, E, TooLate>(
  work: Effect.Effect<A, E>,
  { deadline, signal, grace, leave, tooLate }: Patience<TooLate>,
): Effect.Effect<A, E | TooLate> => {
  const passed = Effect.sleep(deadline)
  const over = signal === undefined ? passed : Effect.raceFirst(passed, aborted(signal))
  return Effect.raceFirst(
    Effect.onInterrupt(work, () => leave),
    Effect.andThen(
      over,
      Effect.andThen(
        Effect.sleep(grace),
        Effect.suspend(() => Effect.fail(tooLate())),
      ),
    ),
  )
}
