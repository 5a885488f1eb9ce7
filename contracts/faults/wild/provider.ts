/** A provider in memory, and a clock that skips waits. */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Fetch } from "../../../src/fetch.ts"
import type { Headings, Turn } from "./turns.ts"

/** An answer whose status `new Response` would reject. */
const respond = (status: number, body: BodyInit, headers: Headings): Response =>
  Object.defineProperty(
    new Response(body, { headers: headers.map(([name, value]): [string, string] => [name, value]) }),
    "status",
    { value: status },
  )

const broken = () =>
  new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"acc')),
    pull: (controller) => controller.error(new TypeError("terminated")),
  })

/** A `fetch` that takes these turns, and the turns it has taken. */
export const provider = (turns: ReadonlyArray<Turn>) => {
  const met: Array<Turn> = []
  const fetch: Fetch = async (_, init) => {
    const turn = turns[Math.min(met.length, turns.length - 1)]
    if (turn === undefined) throw new Error("No turn is left.")
    met.push(turn)
    if (turn._tag === "Refused") throw new TypeError("fetch failed")
    await new Response(init?.body ?? null).text()
    return turn._tag === "Cut" ? respond(turn.status, broken(), []) : respond(turn.status, turn.body, turn.headers)
  }
  return { fetch, met }
}

/** No answer here takes longer, on any machine. */
const patience = 15_000

/**
 * A clock that stands still and skips every wait but the deadline, so that a back-off costs nothing, and a redemption
 * that hangs still ends.
 */
export const hurried = (): Clock.Clock => {
  const now = Date.parse("2026-01-01T00:00:00Z")
  const nanos = () => BigInt(now) * 1_000_000n
  return {
    currentTimeMillisUnsafe: () => now,
    currentTimeMillis: Effect.sync(() => now),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: nanos,
    monotonicTimeNanos: Effect.sync(nanos),
    sleep: (duration) =>
      Duration.toMillis(duration) < timeout
        ? Effect.void
        : Effect.callback((resume) => {
            const timer = setTimeout(() => resume(Effect.void), patience)
            return Effect.sync(() => clearTimeout(timer))
          }),
  }
}

/** By the hurried clock. */
export const timeout = 30_000
