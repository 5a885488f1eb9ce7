/** A store as the protocol uses it: what it answers is checked, a call that hangs is given up, a failure is tried again. */
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type { Stored, VaultStore } from "./store.ts"

/** The store failed, or the key management service. The flows say for which connection. */
export class StoreTrouble extends Data.TaggedError("StoreTrouble")<{ readonly cause: unknown }> {}

/** A row cannot be opened. */
export class SealTrouble extends Data.TaggedError("SealTrouble")<{ readonly reason: string }> {}

export type Trouble = StoreTrouble | SealTrouble

/** Milliseconds after which a call counts as failed. */
const callTimeout = 5_000

/** Milliseconds for which a call is tried again where nothing is lost by giving up. */
export const patience = 1_000

/** What the store or the key management service itself failed with. */
export const causeOf = (trouble: Trouble): unknown => (trouble instanceof StoreTrouble ? trouble.cause : trouble)

/** A call of the store or of what seals rows. */
export const called = <A>(call: () => Promise<A>): Effect.Effect<A, Trouble> =>
  Effect.tryPromise({
    // What throws at once rejects.
    try: async () => call(),
    catch: (cause) =>
      cause instanceof SealTrouble || cause instanceof StoreTrouble ? cause : new StoreTrouble({ cause }),
  }).pipe(
    Effect.timeoutOrElse({
      duration: callTimeout,
      orElse: () => Effect.fail(new StoreTrouble({ cause: new Error(`no answer within ${callTimeout} ms`) })),
    }),
  )

/** How often in a row somebody may be faster: each time, somebody got on. A store that says so for ever is broken. */
export const mostLosses = 100

/** Somebody was faster each time. */
export const neverFirst = (): StoreTrouble =>
  new StoreTrouble({ cause: new Error(`somebody else was faster ${mostLosses} times`) })

/** Waits of 80 to 120 milliseconds. */
const backOff = Schedule.jittered(Schedule.spaced("100 millis"))

/** How often a call is made at least: a process that stood still has lost its time, and not its store. */
const leastAttempts = 4

/** Tries again while the store fails, for so many milliseconds. */
export const insisting = <A, E>(effect: Effect.Effect<A, E>, milliseconds = patience): Effect.Effect<A, E> =>
  Effect.flatMap(Clock.monotonicTimeNanos, (start) =>
    Effect.retry(
      effect,
      Schedule.while(Schedule.setInputType<E>()(backOff), ({ input, attempt }) =>
        Effect.map(
          Clock.monotonicTimeNanos,
          (now) =>
            input instanceof StoreTrouble && (attempt < leastAttempts || Number(now - start) / 1e6 < milliseconds),
        ),
      ),
    ),
  )

const isText = (answer: unknown) => typeof answer === "string"
const isStored = ({ value, version, age }: Stored) =>
  value instanceof Uint8Array && isText(version) && typeof age === "number" && !Number.isNaN(age)

/** An answer that the interface allows. */
const allowed = <A>(answer: A, isAllowed: boolean): A => {
  if (!isAllowed) throw new TypeError("The store answered what no store may answer.")
  return answer
}

/** A store that rejects where its answer is not what the interface says. `null` counts as `undefined`. */
export const checkedStore = (store: VaultStore): VaultStore => ({
  read: async (key) => {
    const row = (await store.read(key)) ?? undefined
    return allowed(row, row === undefined || isStored(row))
  },
  write: async (key, value, expected) => {
    const version = (await store.write(key, value, expected)) ?? undefined
    return allowed(version, version === undefined || isText(version))
  },
  remove: async (key, expected) => {
    const isRemoved = await store.remove(key, expected)
    return allowed(isRemoved, typeof isRemoved === "boolean")
  },
  list: async (prefix, after = "", limit) => {
    const keys = await store.list(prefix, after === "" ? undefined : after, limit)
    return allowed(keys, Array.isArray(keys) && keys.every((key) => isText(key) && key > after))
  },
})

/** The same functions, which reject when one takes too long. */
export const timely = <Functions extends object>(functions: Functions): Functions =>
  // Each entry takes and gives what its function does.
  Object.fromEntries(
    Object.entries(functions).map(([name, call]: [string, (...all: ReadonlyArray<unknown>) => Promise<unknown>]) => [
      name,
      (...all: ReadonlyArray<unknown>) => Effect.runPromise(called(() => call(...all))),
    ]),
  ) as Functions
