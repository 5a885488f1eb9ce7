/** Refreshes a connection's set: by one process for all, and never so that a loser destroys the winner's set. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { RedemptionError } from "../errors.ts"
import type { AnyTokenSet } from "../token-set.ts"
import { causeOf, type Trouble } from "./access.ts"
import type { Known } from "./cache.ts"
import { withLease, withPause, withRefreshed, withRefusal } from "./connection.ts"
import { StoreFailed } from "./errors.ts"
import { connectionOf } from "./names.ts"
import { keepFor, leaseFor, type Parts } from "./parts.ts"

/** Milliseconds for which nobody tries again after a refresh failed, unless the provider says. */
const pauseFor = 2_000

/**
 * Refreshes the set that was read. Succeeds when there is something new to look at, be it the end of the consent; fails
 * when the refresh did.
 */
export const refresher = <Tokens extends AnyTokenSet>(parts: Parts<Tokens>) => {
  const { rules, operations, timeout, encode, cache, late, observer } = parts
  const { refresh } = rules
  const redeem = operations[refresh?.operation ?? ""]

  return Effect.fnUntraced(function* (
    key: string,
    { record }: Known<Tokens>,
    tokens: Tokens,
  ): Effect.fn.Return<void, Trouble | StoreFailed<Tokens> | RedemptionError> {
    // Without a refresh, no set is due.
    if (refresh === undefined || redeem === undefined) return
    const lease = crypto.randomUUID()
    const leased = yield* cache.change(key, withLease(record, { id: lease, for: leaseFor(timeout) }))
    // Somebody was faster.
    if (leased?.lease?.id !== lease) return
    yield* observer.event("refresh")
    if (record.lease !== undefined) yield* observer.event("takeover")

    const presentedAt = yield* Clock.currentTimeMillis
    const keep = (came: Tokens) =>
      cache.change(key, withRefreshed(record, { tokens: encode(came), presentedAt }), keepFor)
    const onOrphaned = yield* late(keep)
    // The rules say which grant the operation takes.
    const outcome = yield* Effect.result(redeem(refresh.grant(tokens) as never, { timeout, onOrphaned }))
    if (Result.isSuccess(outcome)) {
      yield* Effect.mapError(
        keep(outcome.success),
        (trouble) => new StoreFailed({ ...connectionOf(key), cause: causeOf(trouble), tokens: outcome.success }),
      )
      return
    }
    const error = outcome.failure
    if (error._tag === "InvalidGrant") {
      // Where another's set stands by now, nothing has ended.
      const ended = yield* cache.change(key, withRefusal(lease))
      if (ended?.ended?.reason === "lost") yield* observer.event("loss")
      return
    }
    const wait = "retryAfter" in error ? (error.retryAfter ?? pauseFor) : pauseFor
    yield* cache.change(key, withPause(lease, error, wait))
    return yield* Effect.fail(error)
  })
}
