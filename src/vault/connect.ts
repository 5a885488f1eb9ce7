/** Presents a grant, a one-time grant at most once ever, and keeps what comes of it. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { OutcomeUnknown } from "../errors.ts"
import type { AnyTokenSet } from "../token-set.ts"
import type { Trouble } from "./access.ts"
import type { Begin } from "./begin.ts"
import { type ConnectionRecord, withConsent, withoutPending, withPending } from "./connection.ts"
import { timeOf, type Wanted } from "./decide.ts"
import { GrantTaken, StoreFailed } from "./errors.ts"
import type { GrantRecord } from "./grant.ts"
import { keeper } from "./keep.ts"
import type { Late } from "./late.ts"
import { connectionOf, grantKey } from "./names.ts"
import type { Parts } from "./parts.ts"
import { leaseFor } from "./refresh.ts"
import type { Row } from "./rows.ts"
import type { TokensFailure } from "./tokens.ts"
import { errorOf, verdictOf } from "./verdict.ts"

/** Milliseconds between two looks at a grant that another process presents. */
const lookEvery = 100

/** How connecting fails. */
export type ConnectFailure<Tokens extends AnyTokenSet> = TokensFailure<Tokens> | GrantTaken

/** What is left of a one-time grant after a failure: what was not spent may be presented again. */
const states = { unspent: undefined, reusable: undefined, spent: "refused", unknown: "unknown" } as const

/** Connects: presents a grant for the connection under a key. */
export const connecting = <Tokens extends AnyTokenSet>(
  parts: Parts<Tokens>,
  late: Late<Tokens>,
  tokensOf: (key: string, wanted: Wanted<Tokens>) => Effect.Effect<Tokens, TokensFailure<Tokens>>,
) => {
  const { connections, grants, cache, fingerprint, timeout } = parts
  const keep = keeper(parts)
  /** What the connection has, whoever brought it. */
  const standing = (key: string) => tokensOf(key, { freshFor: 0, rejected: undefined })

  /** Changes the record of a connection. `undefined`: nothing is left of it. */
  const change = Effect.fnUntraced(function* (
    key: string,
    to: (record: ConnectionRecord | undefined) => ConnectionRecord | undefined,
  ) {
    for (;;) {
      const row = yield* connections.read(key)
      const now = yield* Clock.currentTimeMillis
      const clock = row === undefined ? now : timeOf({ ...row, readAt: now }, now)
      const next = to(row?.record)
      cache.forget(key)
      const isDone =
        next !== undefined
          ? (yield* connections.write(key, { ...next, clock }, row?.version)) !== undefined
          : row === undefined || (yield* connections.remove(key, row.version))
      if (isDone) return
    }
  })

  /** Changes the record of a grant where it has one of these states. `undefined`: it may be presented again. */
  const settle = Effect.fnUntraced(function* (
    key: string,
    from: ReadonlyArray<GrantRecord["state"]>,
    to: (record: GrantRecord) => GrantRecord | undefined,
  ) {
    for (;;) {
      const row = yield* grants.read(key)
      if (row === undefined || !from.includes(row.record.state)) return
      const next = to(row.record)
      const isDone =
        next === undefined
          ? yield* grants.remove(key, row.version)
          : (yield* grants.write(key, next, row.version)) !== undefined
      if (isDone) return
    }
  })

  const redeemed = ({ connection, for: lease }: GrantRecord): GrantRecord => ({
    connection,
    for: lease,
    state: "redeemed",
  })

  /** Redeems, and keeps what comes. `entry`: the key of the record of a one-time grant. */
  const present = Effect.fnUntraced(function* (
    key: string,
    grant: string,
    begin: Begin<Tokens>,
    entry?: string,
  ): Effect.fn.Return<Tokens, ConnectFailure<Tokens>> {
    const take = Effect.fnUntraced(function* (tokens: Tokens) {
      const record = yield* keep(key, tokens, (current, set) => withConsent(current, grant, set))
      // If this fails, the connection still names the grant that its tokens came from.
      if (entry !== undefined) yield* Effect.ignore(settle(entry, ["presented", "unknown"], redeemed))
      return record
    })
    const outcome = yield* Effect.result(begin.redeem(yield* late(take)))
    if (Result.isSuccess(outcome)) {
      const { success: tokens } = outcome
      const record = yield* Effect.mapError(
        take(tokens),
        (cause) => new StoreFailed({ ...connectionOf(key), cause, tokens }),
      )
      // A later consent was faster, or the connection has ended.
      return record?.from === grant ? tokens : yield* standing(key)
    }
    const error = outcome.failure
    const state = states[error.grant]
    // The error is the caller's answer, whatever becomes of the records.
    if (state !== "unknown") yield* Effect.ignore(change(key, (record) => record && withoutPending(record, grant)))
    if (entry !== undefined) {
      const verdict = verdictOf(error)
      yield* Effect.ignore(settle(entry, ["presented"], (record) => state && { ...record, state, verdict }))
    }
    return yield* Effect.fail(error)
  })

  const reserve = (key: string, grant: string) => change(key, (record) => withPending(record, grant))

  const unknown = ({ provider, operation }: Begin<Tokens>, reason: string) =>
    new OutcomeUnknown({ provider, operation, grant: "unknown", reason })

  /** What is said of a grant that was presented before; `undefined`: look again. */
  const judge = Effect.fnUntraced(function* (
    key: string,
    grant: string,
    begin: Begin<Tokens>,
    { record, version, age }: Row<GrantRecord>,
  ): Effect.fn.Return<Tokens | undefined, ConnectFailure<Tokens>> {
    if (record.connection !== key) return yield* new GrantTaken(connectionOf(key))
    const connection = yield* connections.read(key)
    if (connection?.record.from === grant || record.state === "redeemed") return yield* standing(key)
    if (record.state === "presented") {
      if (age < record.for) yield* Effect.sleep(lookEvery)
      // Whoever presented it is gone, and may have sent it.
      else yield* grants.write(grantKey(grant), { ...record, state: "unknown" }, version)
      return undefined
    }
    return yield* Effect.fail(record.verdict ? errorOf(record.verdict) : unknown(begin, "its process ended"))
  })

  /** Presents a one-time grant, unless it was presented before. */
  const once = Effect.fnUntraced(function* (
    key: string,
    grant: string,
    begin: Begin<Tokens>,
  ): Effect.fn.Return<Tokens, ConnectFailure<Tokens>> {
    const entry = grantKey(grant)
    for (;;) {
      const row = yield* grants.read(entry)
      if (row === undefined) {
        yield* reserve(key, grant)
        const record: GrantRecord = { connection: key, state: "presented", for: leaseFor(timeout) }
        if ((yield* grants.write(entry, record, undefined)) !== undefined)
          return yield* present(key, grant, begin, entry)
      } else {
        const tokens = yield* judge(key, grant, begin, row)
        if (tokens !== undefined) return tokens
      }
      if (yield* begin.isOver) return yield* unknown(begin, "deadline")
    }
  })

  return Effect.fnUntraced(function* (
    key: string,
    begin: Begin<Tokens>,
  ): Effect.fn.Return<Tokens, ConnectFailure<Tokens> | Trouble> {
    if (begin.grant !== undefined) return yield* once(key, yield* fingerprint(begin.grant), begin)
    const grant: string = crypto.randomUUID()
    yield* reserve(key, grant)
    return yield* present(key, grant, begin)
  })
}
