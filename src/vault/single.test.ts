import { expect, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { makeOwner } from "../owner.ts"
import { single } from "./single.ts"

/** Work that ends when the test says, and counts how often it began. */
const work = Effect.gen(function* () {
  const end = yield* Deferred.make<string, string>()
  let runs = 0
  const effect = Effect.suspend(() => {
    runs++
    return Deferred.await(end)
  })
  return { end, effect, runs: () => runs }
})

it.effect("callers under one name share one run, and its success", () =>
  Effect.gen(function* () {
    const { share } = single<string, string>(makeOwner())
    const { end, effect, runs } = yield* work
    const callers = yield* Effect.forkChild(
      Effect.all([share("ada", effect), share("ada", effect)], { concurrency: 2 }),
    )
    yield* Effect.yieldNow
    yield* Deferred.succeed(end, "tokens")
    expect(yield* Fiber.join(callers)).toEqual(["tokens", "tokens"])
    expect(runs()).toBe(1)
  }),
)

it.effect("another name, or a call after the end, is a run of its own", () =>
  Effect.gen(function* () {
    const { share } = single<string, string>(makeOwner())
    const { end, effect, runs } = yield* work
    yield* Deferred.succeed(end, "tokens")
    yield* Effect.all([share("ada", effect), share("bob", effect)], { concurrency: 2 })
    yield* share("ada", effect)
    expect(runs()).toBe(3)
  }),
)

it.effect("a run goes on when its callers leave, and whoever comes then joins it", () =>
  Effect.gen(function* () {
    const { share, underway } = single<string, string>(makeOwner())
    const { end, effect, runs } = yield* work
    const first = yield* Effect.forkChild(share("ada", effect))
    yield* Effect.yieldNow
    yield* Fiber.interrupt(first)
    expect(underway("ada")).toBeDefined()
    const second = yield* Effect.forkChild(share("ada", effect))
    yield* Effect.yieldNow
    yield* Deferred.succeed(end, "tokens")
    expect(yield* Fiber.join(second)).toBe("tokens")
    expect(runs()).toBe(1)
    expect(underway("ada")).toBeUndefined()
  }),
)

it.effect("a failure goes to those who wait, and to the other hook only where nobody does", () =>
  Effect.gen(function* () {
    const unheard: Array<string> = []
    const owner = makeOwner()
    const { share } = single<string, string>(owner, (error) => Effect.sync(() => void unheard.push(error)))
    const heard = yield* work
    const waiting = yield* Effect.forkChild(Effect.flip(share("ada", heard.effect)))
    yield* Effect.yieldNow
    yield* Deferred.fail(heard.end, "told")
    expect(yield* Fiber.join(waiting)).toBe("told")

    const left = yield* work
    const leaving = yield* Effect.forkChild(share("ada", left.effect))
    yield* Effect.yieldNow
    yield* Fiber.interrupt(leaving)
    yield* Deferred.fail(left.end, "untold")
    yield* owner.idle
    expect(unheard).toEqual(["untold"])
  }),
)
