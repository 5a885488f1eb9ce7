/** Connections as this process last read them. Callers at the same time share one read. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import * as SchemaParser from "effect/SchemaParser"
import type { Owner } from "../owner.ts"
import type { AnyTokenSet } from "../token-set.ts"
import { type Access, insisting, patience, SealTrouble, type Trouble } from "./access.ts"
import type { ConnectionRecord } from "./connection.ts"
import type { Row, Rows } from "./rows.ts"
import { single } from "./single.ts"

/** A connection as it was read. */
export interface Known<Tokens> extends Row<ConnectionRecord> {
  readonly tokens: Tokens | undefined
  /** In milliseconds since the epoch. */
  readonly readAt: number
}

/** Connections as this process last read them. */
export interface Cache<Tokens> {
  /** As it was read at most `cacheFor` ago. */
  readonly recent: (key: string, now: number) => Known<Tokens> | undefined
  /** Reads it now. */
  readonly read: (key: string) => Effect.Effect<Known<Tokens> | undefined, Trouble>
  readonly forget: (key: string) => void
}

/** Connections that are remembered. The one that was read least lately is forgotten first. */
const capacity = 10_000

const isSame = (one: Uint8Array, other: Uint8Array) =>
  one.length === other.length && one.every((byte, index) => byte === other[index])

export const makeCache = <Tokens extends AnyTokenSet>(
  schema: Schema.Codec<Tokens, unknown>,
  store: Access,
  rows: Rows<ConnectionRecord>,
  owner: Owner,
  cacheFor: number,
): Cache<Tokens> => {
  const decode = SchemaParser.decodeUnknownResult(schema)
  const known = new Map<string, Known<Tokens> & { readonly value: Uint8Array }>()
  const reads = single<Known<Tokens> | undefined, Trouble>(owner)

  const remember = (key: string, entry: Known<Tokens> & { readonly value: Uint8Array }) => {
    known.delete(key)
    known.set(key, entry)
    const [oldest] = known.keys()
    if (known.size > capacity && oldest !== undefined) known.delete(oldest)
    return entry
  }

  const tokensOf = ({ set }: ConnectionRecord) => {
    if (set === undefined) return Effect.succeed(undefined)
    const tokens = decode(set.tokens)
    return Result.isSuccess(tokens)
      ? Effect.succeed(tokens.success)
      : Effect.fail(new SealTrouble({ reason: "another version of this library wrote its tokens" }))
  }

  const read = Effect.fnUntraced(function* (key: string) {
    const stored = yield* insisting(patience)(store.read(key))
    const readAt = yield* Clock.currentTimeMillis
    if (stored === undefined) {
      known.delete(key)
      return undefined
    }
    const { value, version, age } = stored
    const before = known.get(key)
    // The same bytes need not be opened again.
    if (before !== undefined && isSame(before.value, value)) {
      return remember(key, { ...before, version, age: Math.max(0, age), readAt })
    }
    const row = yield* rows.open(key, stored)
    return remember(key, { ...row, value: Uint8Array.from(value), tokens: yield* tokensOf(row.record), readAt })
  })

  return {
    recent: (key, now) => {
      const entry = known.get(key)
      // The clock may have been set back.
      return entry !== undefined && now >= entry.readAt && now - entry.readAt < cacheFor ? entry : undefined
    },
    read: (key) => reads.share(key, read(key)),
    forget: (key) => void known.delete(key),
  }
}
