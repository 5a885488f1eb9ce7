/** Refreshes a connection's set: by one process for all, and never so that a loser destroys the winner's set. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { RedemptionError } from "../errors.ts"
import type { CallOptions } from "../operation.ts"
import type { AnyTokenSet } from "../token-set.ts"
import type { Trouble } from "./access.ts"
import type { Known } from "./cache.ts"
import { type ConnectionRecord, type KeptSet, withEnd, withLease, withPause, withRefreshed } from "./connection.ts"
import { timeOf } from "./decide.ts"
import { StoreFailed } from "./errors.ts"
import { keeper } from "./keep.ts"
import type { Late } from "./late.ts"
import { connectionOf } from "./names.ts"
import type { Parts } from "./parts.ts"

/** Milliseconds for which nobody tries again after a refresh failed, unless the provider says. */
const pauseFor = 2_000

/** Milliseconds of a lease: a POST outlives its caller by one deadline. */
export const leaseFor = (timeout: number): number => 2 * timeout + 1_000

/** Presents what the rules say. A set of a provider without a refresh is never due. */
const refreshOf = <Tokens extends AnyTokenSet>({ rules: { refresh }, operations }: Parts<Tokens>) => {
  const redeem = operations[refresh?.operation ?? ""]
  return (tokens: Tokens, options: CallOptions<Tokens>): Effect.Effect<Tokens, RedemptionError> =>
    // The operation takes the grant that the rules make for it.
    refresh === undefined || redeem === undefined ? Effect.never : redeem(refresh.grant(tokens) as never, options)
}

/**
 * Refreshes the set that was read. Succeeds when there is something new to look at, be it the end; fails when the
 * refresh did.
 */
export const refresher = <Tokens extends AnyTokenSet>(parts: Parts<Tokens>, late: Late<Tokens>) => {
  const { timeout, connections, cache, observer } = parts
  const keep = keeper(parts)
  const present = refreshOf(parts)

  /** Changes the record for as long as the lease is ours. */
  const whileOurs = Effect.fnUntraced(function* (
    key: string,
    lease: string,
    change: (record: ConnectionRecord, time: number) => ConnectionRecord,
  ) {
    for (;;) {
      const row = yield* connections.read(key)
      if (row?.record.lease?.id !== lease) return undefined
      const now = yield* Clock.currentTimeMillis
      const time = timeOf({ ...row, readAt: now }, now)
      const next = { ...change(row.record, now), clock: time }
      const version = yield* connections.write(key, next, row.version)
      cache.forget(key)
      if (version !== undefined) return next
    }
  })

  const failed = Effect.fnUntraced(function* (key: string, lease: string, error: RedemptionError) {
    if (error._tag !== "InvalidGrant") {
      const wait = "retryAfter" in error ? (error.retryAfter ?? pauseFor) : pauseFor
      yield* whileOurs(key, lease, (record) => withPause(record, error, wait))
      return yield* Effect.fail(error)
    }
    // Another's set may stand there by now: then nothing has ended.
    const ended = yield* whileOurs(key, lease, (record, now) => withEnd(record, record.doubt ? "lost" : "refused", now))
    if (ended?.ended?.reason === "lost") yield* observer.event("loss")
  })

  return Effect.fnUntraced(function* (
    key: string,
    known: Known<Tokens>,
    tokens: Tokens,
  ): Effect.fn.Return<void, Trouble | StoreFailed<Tokens> | RedemptionError> {
    const { record, version } = known
    const now = yield* Clock.currentTimeMillis
    const lease = { id: crypto.randomUUID(), for: leaseFor(timeout) }
    const leased = { ...withLease(record, lease), clock: timeOf(known, now) }
    cache.forget(key)
    // Somebody was faster.
    if ((yield* connections.write(key, leased, version)) === undefined) return
    yield* observer.event("refresh")
    if (record.lease !== undefined) yield* observer.event("takeover")
    const change = (current: ConnectionRecord, set: KeptSet) => withRefreshed(current, record, set)
    const onOrphaned = yield* late((came) => keep(key, came, change))
    const outcome = yield* Effect.result(present(tokens, { timeout, onOrphaned }))
    if (Result.isFailure(outcome)) return yield* failed(key, lease.id, outcome.failure)
    const { success } = outcome
    yield* Effect.mapError(
      keep(key, success, change),
      (cause) => new StoreFailed({ ...connectionOf(key), cause, tokens: success }),
    )
  })
}
