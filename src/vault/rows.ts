/** Sealed rows: a record becomes JSON, is sealed for its key, and is changed by compare and set. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { called, insisting, mostLosses, neverFirst, patience, SealTrouble, type Trouble } from "./access.ts"
import type { Sealing } from "./sealing.ts"
import type { Stored, VaultStore } from "./store.ts"

/** A record as it lies in the store. */
export interface Row<A> {
  readonly record: A
  /** Milliseconds since it was written, by the store's clock, when it was read. */
  readonly age: number
  /** When the read began, in milliseconds since the epoch by ours. */
  readonly readAt: number
}

/** Rows of one kind. */
export interface Rows<A> {
  readonly read: (key: string) => Effect.Effect<Row<A> | undefined, Trouble>
  /** A row that was read. */
  readonly open: (key: string, stored: Stored, readAt: number) => Effect.Effect<Row<A>, Trouble>
  /**
   * Changes a record, whoever else does so at the same time, and succeeds with the record that then stands. The same
   * record: nothing is written. `undefined`: the row goes. The change is made again when somebody was faster, and when
   * the store failed: what was then written all the same must be known to it as its own.
   */
  readonly update: (
    key: string,
    change: (record: A | undefined, row: Row<A> | undefined, now: number) => A | undefined,
    milliseconds?: number,
  ) => Effect.Effect<A | undefined, Trouble>
}

/** Of what is written. Rows of another version are not read. */
const version = 1

/** Rows of one kind. */
export const rowsOf = <A>(store: VaultStore, { seal, open: unseal }: Sealing): Rows<A> => {
  const open = (key: string, { value, age }: Stored, readAt: number): Effect.Effect<Row<A>, Trouble> =>
    Effect.flatMap(
      called(() => unseal(key, value)),
      (text) => {
        // It was sealed for this key by a vault, so that it is what a vault of its version writes.
        const kept: { readonly version: number; readonly record: A } = JSON.parse(text)
        return kept.version === version
          ? Effect.succeed({ record: kept.record, age: Math.max(0, age), readAt })
          : Effect.fail(new SealTrouble({ reason: "another version of this library wrote it" }))
      },
    )

  const find = Effect.fnUntraced(function* (key: string) {
    // Before the read: the age is not younger than that.
    const readAt = yield* Clock.currentTimeMillis
    const stored = yield* called(() => store.read(key))
    return { stored, row: stored && (yield* open(key, stored, readAt)) }
  })

  const update: Rows<A>["update"] = (key, change, milliseconds = patience) => {
    const once = Effect.fnUntraced(function* (losses: number): Effect.fn.Return<A | undefined, Trouble> {
      if (losses === mostLosses) return yield* neverFirst()
      const { stored, row } = yield* find(key)
      const next = change(row?.record, row, yield* Clock.currentTimeMillis)
      if (next === row?.record) return next
      const text = JSON.stringify({ version, record: next })
      const isDone = yield* called(async () =>
        next === undefined
          ? stored === undefined || store.remove(key, stored.version)
          : (await store.write(key, await seal(key, text), stored?.version)) !== undefined,
      )
      return isDone ? next : yield* once(losses + 1)
    })
    return insisting(once(0), milliseconds)
  }

  return { open, update, read: (key) => insisting(Effect.map(find(key), ({ row }) => row)) }
}
