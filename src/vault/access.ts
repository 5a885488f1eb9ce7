/** A store as the protocol uses it: what it answers is checked, a call that hangs is given up, a failure is tried again. */
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type { Stored, VaultStore } from "./store.ts"

/** The store failed. The flows say of whose connection. */
export class StoreTrouble extends Data.TaggedError("StoreTrouble")<{ readonly cause: unknown }> {}

/** A row cannot be opened. */
export class SealTrouble extends Data.TaggedError("SealTrouble")<{ readonly reason: string }> {}

export type Trouble = StoreTrouble | SealTrouble

/** Milliseconds after which one call of the store counts as failed. */
const callTimeout = 5_000

/** Milliseconds for which a call is tried again where nothing is lost by giving up. */
export const patience = 1_000

/** The methods of a store as effects. Each calls the store once. */
export interface Access {
  readonly read: (key: string) => Effect.Effect<Stored | undefined, StoreTrouble>
  readonly write: (
    key: string,
    value: Uint8Array,
    expected: string | undefined,
  ) => Effect.Effect<string | undefined, StoreTrouble>
  readonly remove: (key: string, expected: string) => Effect.Effect<boolean, StoreTrouble>
  readonly list: (
    prefix: string,
    after: string | undefined,
    limit: number,
  ) => Effect.Effect<ReadonlyArray<string>, StoreTrouble>
}

const isVersion = (answer: unknown): answer is string => typeof answer === "string"
const isBoolean = (answer: unknown): answer is boolean => typeof answer === "boolean"
const isKeys = (answer: unknown): answer is ReadonlyArray<string> =>
  Array.isArray(answer) && answer.every((key) => typeof key === "string")
const isStored = (answer: unknown): answer is Stored => {
  const { value, version, age }: { readonly [Name in keyof Stored]?: unknown } = Object(answer)
  return value instanceof Uint8Array && typeof version === "string" && typeof age === "number" && !Number.isNaN(age)
}

/** Calls once, and fails where the answer is not what the interface says. `null` counts as `undefined`. */
const asked = <A>(method: string, call: () => Promise<unknown>, isAnswer: (answer: unknown) => answer is A) =>
  Effect.tryPromise({ try: async () => call(), catch: (cause) => new StoreTrouble({ cause }) }).pipe(
    Effect.timeoutOrElse({
      duration: callTimeout,
      orElse: () => Effect.fail(new StoreTrouble({ cause: new Error(`${method} took over ${callTimeout} ms`) })),
    }),
    Effect.flatMap((answer) =>
      isAnswer(answer)
        ? Effect.succeed(answer)
        : Effect.fail(new StoreTrouble({ cause: new Error(`${method} answered what no store may answer`) })),
    ),
  )

const orNothing =
  <A>(isAnswer: (answer: unknown) => answer is A) =>
  (answer: unknown): answer is A | undefined =>
    answer === undefined || isAnswer(answer)

/** The methods of a store as effects. */
export const accessTo = (store: VaultStore): Access => ({
  read: (key) => asked("read", async () => (await store.read(key)) ?? undefined, orNothing(isStored)),
  write: (key, value, expected) =>
    asked("write", async () => (await store.write(key, value, expected)) ?? undefined, orNothing(isVersion)),
  remove: (key, expected) => asked("remove", () => store.remove(key, expected), isBoolean),
  list: (prefix, after, limit) => asked("list", () => store.list(prefix, after, limit), isKeys),
})

/** Waits of about 25, 50, 100 ms and so on, a second at most. */
const backOff = Schedule.jittered(Schedule.min([Schedule.exponential("25 millis"), Schedule.spaced("1 second")]))

/** Tries again while the store fails, for so many milliseconds. */
export const insisting =
  (milliseconds: number) =>
  <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.flatMap(Clock.monotonicTimeNanos, (start) =>
      Effect.retry(
        effect,
        Schedule.while(Schedule.setInputType<E>()(backOff), ({ input }) =>
          Effect.map(
            Clock.monotonicTimeNanos,
            (now) => input instanceof StoreTrouble && Number(now - start) / 1e6 < milliseconds,
          ),
        ),
      ),
    )
