/** What a client has under way. It belongs to the client and not to its callers, who may give up. */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"

export interface Owner {
  /** Runs an effect that does not end with its caller. */
  readonly run: <A, E>(effect: Effect.Effect<A, E>) => Effect.Effect<Fiber.Fiber<A, E>>
  /** Succeeds once nothing is under way. */
  readonly idle: Effect.Effect<void>
  /** Runs the first effect that it is given, and no other. */
  readonly once: (effect: Effect.Effect<void>) => Effect.Effect<void>
}

/** Creates the owner of a client. */
export const makeOwner = (): Owner => {
  const fibers = new Set<Fiber.Fiber<unknown, unknown>>()
  const idle: Effect.Effect<void> = Effect.suspend(() =>
    // What ends may leave something new to wait for.
    fibers.size === 0 ? Effect.void : Effect.andThen(Fiber.awaitAll(fibers), idle),
  )
  let isFirst = true
  return {
    run: (effect) =>
      Effect.tap(Effect.forkDetach(effect, { startImmediately: true }), (fiber) =>
        Effect.sync(() => {
          fibers.add(fiber)
          fiber.addObserver(() => fibers.delete(fiber))
        }),
      ),
    idle,
    once: (effect) =>
      Effect.suspend(() => {
        if (!isFirst) return Effect.void
        isFirst = false
        return effect
      }),
  }
}
