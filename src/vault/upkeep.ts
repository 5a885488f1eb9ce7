/** What a vault does with all of its rows at once: seal them anew, and forget old grants. */
import * as Effect from "effect/Effect"
import { called, insisting, type Trouble } from "./access.ts"
import { timeOf } from "./connection.ts"
import { everyConnection, everyGrant } from "./names.ts"
import type { Shelf } from "./shelf.ts"
import type { VaultStore } from "./store.ts"

/** Keys in one page of a listing. */
const page = 100

/** Every key that begins with `prefix`, page by page, to an effect. */
const each = (store: VaultStore, prefix: string, work: (key: string) => Effect.Effect<boolean, Trouble>) =>
  Effect.gen(function* () {
    let done = 0
    let after: string | undefined
    for (;;) {
      const keys: ReadonlyArray<string> = yield* insisting(called(() => store.list(prefix, after, page)))
      for (const key of keys) if (yield* work(key)) done++
      after = keys.at(-1)
      if (after === undefined) return done
    }
  })

/** Seals every row with a new data key, and wraps all data keys by the first of the vault's keys. The number of rows. */
export const resealing = ({ store, connections, grants, sealing }: Shelf): Effect.Effect<number, Trouble> =>
  Effect.gen(function* () {
    yield* insisting(called(sealing.renew))
    const connection = (key: string) =>
      // The age of the row begins anew: the clock of its set goes on.
      connections.update(key, (record, row, now) => record && row && { ...record, clock: timeOf(row, now) })
    const grant = (key: string) => grants.update(key, (record) => record && { ...record })
    const isThere = (record: unknown) => record !== undefined
    return (
      (yield* each(store, everyConnection, (key) => Effect.map(connection(key), isThere))) +
      (yield* each(store, everyGrant, (key) => Effect.map(grant(key), isThere)))
    )
  })

/** Milliseconds for which grants are remembered: 30 days. */
export const defaultRetention = 2_592_000_000

/** The shortest time for which grants are remembered: a day. */
const shortest = 86_400_000

/** Removes the records of grants that were written longer ago than `milliseconds`. How many. */
export const pruning = ({ store }: Shelf, milliseconds: number): Effect.Effect<number, Trouble> =>
  each(store, everyGrant, (key) =>
    called(async () => {
      const stored = await store.read(key)
      // NaN is older than nothing.
      if (stored === undefined || !(stored.age >= Math.max(shortest, milliseconds))) return false
      return store.remove(key, stored.version)
    }),
  )
