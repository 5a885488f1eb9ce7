/** Connections as this process last read them. Callers at the same time share one read. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import * as SchemaParser from "effect/SchemaParser"
import type { Owner } from "../owner.ts"
import type { AnyTokenSet } from "../token-set.ts"
import { called, insisting, SealTrouble, type Trouble } from "./access.ts"
import { type Change, type ConnectionRecord, timeOf } from "./connection.ts"
import type { Row, Rows } from "./rows.ts"
import { single } from "./single.ts"
import type { VaultStore } from "./store.ts"

/** A connection as it was read. */
export interface Known<Tokens> extends Row<ConnectionRecord> {
  readonly tokens: Tokens | undefined
}

/** Connections, as this process knows and changes them. */
export interface Cache<Tokens> {
  /** As it was read lately. */
  readonly recent: (key: string, now: number) => Known<Tokens> | undefined
  /** Reads it now. */
  readonly read: (key: string) => Effect.Effect<Known<Tokens> | undefined, Trouble>
  /** Changes it, and succeeds with the record that then stands. */
  readonly change: (
    key: string,
    change: Change,
    milliseconds?: number,
  ) => Effect.Effect<ConnectionRecord | undefined, Trouble>
  readonly forget: (key: string) => void
}

/** Connections that are remembered. The one that was read least lately is forgotten first. */
const capacity = 10_000

const isSame = (one: Uint8Array, other: Uint8Array) =>
  one.length === other.length && one.every((byte, index) => byte === other[index])

export const makeCache = <Tokens extends AnyTokenSet>(
  schema: Schema.Codec<Tokens, unknown>,
  store: VaultStore,
  rows: Rows<ConnectionRecord>,
  owner: Owner,
  cacheFor: number,
): Cache<Tokens> => {
  const decode = SchemaParser.decodeUnknownResult(schema)
  const known = new Map<string, Known<Tokens> & { readonly value: Uint8Array }>()
  const reads = single<Known<Tokens> | undefined, Trouble>(owner)

  const tokensOf = ({ set }: ConnectionRecord) => {
    const tokens = set && decode(set.tokens)
    if (tokens === undefined || Result.isSuccess(tokens)) return Effect.succeed(tokens?.success)
    return Effect.fail(new SealTrouble({ reason: "another version of this library wrote its tokens" }))
  }

  const read = Effect.fnUntraced(function* (key: string) {
    // Before the read: the age is not younger than that.
    const readAt = yield* Clock.currentTimeMillis
    const stored = yield* called(() => store.read(key))
    const before = known.get(key)
    known.delete(key)
    if (stored === undefined) return undefined
    const { value, age } = stored
    // The same bytes need not be opened again.
    const isKnown = before !== undefined && isSame(before.value, value)
    const row = isKnown ? { ...before, age: Math.max(0, age), readAt } : yield* rows.open(key, stored, readAt)
    const tokens = isKnown ? before.tokens : yield* tokensOf(row.record)
    const entry = { ...row, tokens, value: Uint8Array.from(value) }
    known.set(key, entry)
    const [oldest = key] = known.keys()
    if (known.size > capacity) known.delete(oldest)
    return entry
  })

  return {
    recent: (key, now) => {
      const entry = known.get(key)
      // The clock may have been set back.
      return entry !== undefined && now >= entry.readAt && now - entry.readAt < cacheFor ? entry : undefined
    },
    read: (key) => reads.share(key, insisting(read(key))),
    change: (key, change, milliseconds) =>
      Effect.ensuring(
        rows.update(
          key,
          (record, row, now) => {
            const next = change(record, now)
            // The age of the row begins anew with this write: the clock of its set goes on.
            const goesOn = row !== undefined && next !== undefined && next !== record && next.set === record?.set
            return goesOn ? { ...next, clock: timeOf(row, now) } : next
          },
          milliseconds,
        ),
        Effect.sync(() => known.delete(key)),
      ),
    forget: (key) => void known.delete(key),
  }
}
