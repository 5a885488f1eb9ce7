/** Writes tokens that came, wherever they still belong, and insists while the store fails: there are no others. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { AnyTokenSet } from "../token-set.ts"
import { insisting, type Trouble } from "./access.ts"
import type { ConnectionRecord, KeptSet } from "./connection.ts"
import type { Parts } from "./parts.ts"

/** Milliseconds for which the vault tries to keep tokens that came. */
const keepFor = 30_000

/**
 * Writes a set by `change`, which says what becomes of the record; `undefined` where the set does not belong any more.
 * Succeeds with the record that then stands.
 */
export const keeper = <Tokens extends AnyTokenSet>({
  connections,
  cache,
  encode,
}: Pick<Parts<Tokens>, "connections" | "cache" | "encode">) => {
  return (
    key: string,
    tokens: Tokens,
    change: (record: ConnectionRecord, set: KeptSet) => ConnectionRecord | undefined,
  ): Effect.Effect<ConnectionRecord | undefined, Trouble> => {
    const plain = encode(tokens)
    const once: Effect.Effect<ConnectionRecord | undefined, Trouble> = Effect.gen(function* () {
      const row = yield* connections.read(key)
      const receivedAt = yield* Clock.currentTimeMillis
      const next = row && change(row.record, { tokens: plain, receivedAt })
      if (row === undefined || next === undefined) return row?.record
      const version = yield* connections.write(key, next, row.version)
      return version === undefined ? yield* once : next
    })
    return Effect.tap(insisting(keepFor)(once), () => Effect.sync(() => cache.forget(key)))
  }
}
