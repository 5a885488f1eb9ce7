/** The events that a vault counts: what came from where, and what was lost. */
import { expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { TestClock } from "effect/testing"
import { describe } from "vitest"
import { vaultEvents } from "../../src/effect.ts"
import { count, day, recorder, settle, world } from "./fixtures/observed.ts"

/** How often each event is counted while an effect runs. */
const eventsOf = <A, E>(effect: Effect.Effect<A, E>) =>
  Effect.gen(function* () {
    const counts = Effect.forEach(["hit", "refresh", "wait", "takeover", "loss"], (event) =>
      Effect.map(count(vaultEvents, { provider: "aisquare", event }), (value) => [event, value] as const),
    )
    const before = Object.fromEntries(yield* counts)
    yield* effect
    return Object.fromEntries(
      (yield* counts).flatMap(([event, after]) => {
        const difference = after - (before[event] ?? 0)
        return difference === 0 ? [] : [[event, difference]]
      }),
    )
  })

describe("events", () => {
  it.effect("hit: an answer from the store, and one from memory", () =>
    Effect.gen(function* () {
      const { simulator, aisquare, calls } = world()
      const vault = yield* aisquare()
      yield* vault.connect("user", simulator.aisquare.user)
      expect(yield* eventsOf(vault.tokens("user"))).toEqual({ hit: 1 })
      const before = calls.length
      expect(yield* eventsOf(vault.tokens("user"))).toEqual({ hit: 1 })
      expect(calls.length).toBe(before)
    }),
  )

  it.effect("refresh: one for the callers of one process, of which none is a hit", () =>
    Effect.gen(function* () {
      const { simulator, aisquare, pass } = world()
      const vault = yield* aisquare()
      yield* vault.connect("user", simulator.aisquare.user)
      yield* pass(8 * day)
      const both = Effect.all([vault.tokens("user"), vault.tokens("user")], { concurrency: "unbounded" })
      expect(yield* eventsOf(both)).toEqual({ refresh: 1 })
    }),
  )

  it.effect("wait: for the refresh of another process", () =>
    Effect.gen(function* () {
      const { simulator, aisquare, pass } = world()
      const answer = Promise.withResolvers<void>()
      const slow = yield* aisquare({
        fetch: (input, init) => simulator.fetch(input, init).then((response) => answer.promise.then(() => response)),
      })
      const other = yield* aisquare()
      yield* other.connect("user", simulator.aisquare.user)
      yield* pass(8 * day)
      const first = yield* Effect.forkChild(slow.tokens("user"))
      yield* settle
      const events = yield* eventsOf(
        Effect.gen(function* () {
          const second = yield* Effect.forkChild(other.tokens("user"))
          yield* settle
          answer.resolve()
          yield* settle
          yield* TestClock.adjust("10 seconds")
          yield* Fiber.join(first)
          yield* Fiber.join(second)
        }),
      )
      expect(events).toEqual({ wait: 1 })
      expect(simulator.aisquare.journal.map(({ operation }) => operation)).toEqual(["obtainToken", "refreshToken"])
    }),
  )

  it.effect("takeover: of a lease that ran out, and loss: the provider had answered whoever is gone", () =>
    Effect.gen(function* () {
      const { simulator, aisquare, pass, age } = world({ aisquare: { rotate: true } })
      const gone = yield* aisquare({
        fetch: (input, init) => simulator.fetch(input, init).then(() => new Promise(() => {})),
      })
      const other = yield* aisquare()
      yield* other.connect("user", simulator.aisquare.user)
      yield* pass(8 * day)
      yield* Effect.forkChild(gone.tokens("user"))
      yield* settle
      yield* age(61_001)
      const { of, lines } = recorder()
      const call = Effect.tap(Effect.flip(of(other.tokens("user"))), (error) => {
        expect(error).toMatchObject({ _tag: "ConsentRequired", reason: "lost" })
        return Effect.void
      })
      expect(yield* eventsOf(call)).toEqual({ refresh: 1, takeover: 1, loss: 1 })
      expect(lines).toContainEqual({
        level: "Error",
        text: "aisquare: the answer to a refresh was lost",
        span: "aisquare.vault.tokens",
      })
    }),
  )
})
