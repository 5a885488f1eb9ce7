/** What a vault does with all of its rows at once: seal them anew, and forget old grants. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { type Access, insisting, patience, type Trouble } from "./access.ts"
import { timeOf } from "./decide.ts"
import { everyConnection, everyGrant } from "./names.ts"
import type { Row, Rows } from "./rows.ts"
import type { Shelf } from "./shelf.ts"

/** Keys in one page of a listing. */
const page = 100

/** Every key that begins with `prefix`, page by page, to an effect. */
const each = (store: Access, prefix: string, work: (key: string) => Effect.Effect<boolean, Trouble>) =>
  Effect.gen(function* () {
    let done = 0
    let after: string | undefined
    for (;;) {
      const keys: ReadonlyArray<string> = yield* insisting(patience)(store.list(prefix, after, page))
      for (const key of keys) if (yield* work(key)) done++
      after = keys.at(-1)
      if (after === undefined) return done
    }
  })

/** Writes a row again, whoever else does so at the same time. */
const rewritten = <A>(rows: Rows<A>, change: (row: Row<A>, now: number) => A) => {
  const once = (key: string): Effect.Effect<boolean, Trouble> =>
    Effect.gen(function* () {
      const row = yield* rows.read(key)
      if (row === undefined) return false
      const record = change(row, yield* Clock.currentTimeMillis)
      return (yield* rows.write(key, record, row.version)) === undefined ? yield* once(key) : true
    })
  return once
}

/** Seals every row with a new data key, and wraps all data keys by the first of the vault's keys. The number of rows. */
export const resealing = ({ store, connections, grants, sealing: { renew } }: Shelf): Effect.Effect<number, Trouble> =>
  Effect.gen(function* () {
    yield* renew
    // Its age begins anew, so that its clock goes on.
    const connection = rewritten(connections, (row, now) => ({
      ...row.record,
      clock: timeOf({ ...row, readAt: now }, now),
    }))
    const grant = rewritten(grants, ({ record }) => record)
    return (yield* each(store, everyConnection, connection)) + (yield* each(store, everyGrant, grant))
  })

/** Milliseconds for which grants are remembered: 30 days. */
export const defaultRetention = 2_592_000_000

/** The shortest time for which grants are remembered: a day. */
const shortest = 86_400_000

/** Removes the records of grants that were written longer ago than `milliseconds`. How many. */
export const pruning = ({ store }: Shelf, milliseconds: number): Effect.Effect<number, Trouble> =>
  each(store, everyGrant, (key) =>
    Effect.gen(function* () {
      const stored = yield* insisting(patience)(store.read(key))
      if (stored === undefined || stored.age < Math.max(shortest, milliseconds)) return false
      return yield* insisting(patience)(store.remove(key, stored.version))
    }),
  )
