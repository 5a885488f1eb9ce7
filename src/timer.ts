/**
 * A wait that can be taken back, for a place where no fiber waits.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"

const platform = Context.get(Context.empty(), Clock.Clock)

/** The longest wait of a platform's timer, in milliseconds: 25 days. A longer one would be over at once. */
const longest = 2 ** 31 - 1

/** Calls `then` in `milliseconds` of the platform's time, and returns what takes it back. */
export const afterPlatformTime = (milliseconds: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, Math.min(milliseconds, longest))
  return () => clearTimeout(timer)
}

/** Calls `then` in `milliseconds` of the fiber's clock, unless what it returns is called before. */
export const after = (fiber: Fiber.Fiber<unknown, unknown>, milliseconds: number, then: () => void): (() => void) => {
  if (fiber.getRef(Clock.Clock) === platform) return afterPlatformTime(milliseconds, then)
  // A clock of a test's own: its time passes when the test says so.
  const waiting = Effect.runForkWith(fiber.context)(Effect.andThen(Effect.sleep(milliseconds), Effect.sync(then)))
  return () => waiting.interruptUnsafe()
}
