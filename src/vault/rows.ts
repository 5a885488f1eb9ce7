/** Sealed rows: a record becomes JSON, is sealed for its key, and is written by compare and set. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import * as SchemaParser from "effect/SchemaParser"
import { type Access, insisting, patience, SealTrouble, StoreTrouble, type Trouble } from "./access.ts"
import type { Sealing } from "./sealing.ts"
import type { Stored } from "./store.ts"

/** A record as it lies in the store. */
export interface Row<A> {
  readonly record: A
  readonly version: string
  /** Milliseconds since it was written, by the store's clock, when it was read. */
  readonly age: number
}

/** Rows of one kind. */
export interface Rows<A> {
  readonly read: (key: string) => Effect.Effect<Row<A> | undefined, Trouble>
  readonly open: (key: string, stored: Stored) => Effect.Effect<Row<A>, Trouble>
  /**
   * The new version; `undefined` when somebody else was faster. Tries again while the store fails, for so many
   * milliseconds: a write whose answer got lost is known by its mark.
   */
  readonly write: (
    key: string,
    record: A,
    expected: string | undefined,
    milliseconds?: number,
  ) => Effect.Effect<string | undefined, Trouble>
  readonly remove: (key: string, expected: string) => Effect.Effect<boolean, Trouble>
}

/** A record with what makes each write of it unique. */
interface Marked {
  readonly mark: string
  readonly record: unknown
}

const unmarked = (text: string): Marked => {
  const { mark, record }: { readonly mark?: unknown; readonly record?: unknown } = Object(
    Result.getOrUndefined(Result.try((): unknown => JSON.parse(text))),
  )
  return { mark: String(mark), record }
}

/** Rows of one kind, by their schema. */
export const rowsOf = <A>(
  schema: Schema.Codec<A, unknown>,
  store: Access,
  { seal, open: unseal }: Sealing,
): Rows<A> => {
  const encode = SchemaParser.encodeSync(schema)
  const decode = SchemaParser.decodeUnknownResult(schema)
  const found = (key: string) => insisting(patience)(store.read(key))

  const open = Effect.fnUntraced(function* (key: string, { value, version, age }: Stored) {
    const record = decode(unmarked(yield* unseal(key, value)).record)
    if (Result.isFailure(record)) {
      return yield* new SealTrouble({ reason: "another version of this library wrote it" })
    }
    return { record: record.success, version, age: Math.max(0, age) }
  })

  /** What became of a write that failed: its version, if it happened all the same. */
  const lookAgain = Effect.fnUntraced(function* (key: string, mark: string, expected: string | undefined) {
    const stored = yield* store.read(key)
    if (stored?.version === expected) return yield* new StoreTrouble({ cause: undefined })
    if (stored === undefined) return undefined
    return unmarked(yield* unseal(key, stored.value)).mark === mark ? stored.version : undefined
  })

  return {
    open,
    read: (key) =>
      Effect.flatMap(found(key), (stored) => (stored === undefined ? Effect.succeed(undefined) : open(key, stored))),
    write: Effect.fnUntraced(function* (key, record, expected, milliseconds = patience) {
      const mark: string = crypto.randomUUID()
      const sealed = yield* seal(key, JSON.stringify({ mark, record: encode(record) }))
      let isAgain = false
      const once = Effect.suspend(() => {
        const written = store.write(key, sealed, expected)
        // What was faster may be the write that failed before.
        if (isAgain)
          return Effect.flatMap(written, (version) =>
            version === undefined ? lookAgain(key, mark, expected) : Effect.succeed(version),
          )
        isAgain = true
        return written
      })
      const known = Effect.catchTag(once, "StoreTrouble", (trouble) =>
        // Not written: the first failure says more than that.
        Effect.catchTag(lookAgain(key, mark, expected), "StoreTrouble", () => Effect.fail(trouble)),
      )
      return yield* insisting(milliseconds)(known)
    }),
    remove: (key, expected) => insisting(patience)(store.remove(key, expected)),
  }
}
