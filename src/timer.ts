/**
 * A wait that can be taken back, for a place where no fiber waits.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"

const platform = Context.get(Context.empty(), Clock.Clock)

/** Calls `then` in `milliseconds` of the fiber's clock, unless what it returns is called before. */
export const after = (fiber: Fiber.Fiber<unknown, unknown>, milliseconds: number, then: () => void): (() => void) => {
  if (fiber.getRef(Clock.Clock) === platform) {
    const timer = setTimeout(then, milliseconds)
    return () => clearTimeout(timer)
  }
  // A clock of a test's own: its time passes when the test says so.
  const waiting = Effect.runForkWith(fiber.context)(Effect.andThen(Effect.sleep(milliseconds), Effect.sync(then)))
  return () => waiting.interruptUnsafe()
}
