/** Presents a grant, a one-time grant at most once ever, and keeps what comes of it. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { OutcomeUnknown } from "../errors.ts"
import type { AnyTokenSet } from "../token-set.ts"
import { called, causeOf, insisting, patience } from "./access.ts"
import type { Begin } from "./begin.ts"
import { withConsent, withoutPending, withPending } from "./connection.ts"
import { GrantTaken, StoreFailed } from "./errors.ts"
import { abandonedBy, failedWith, type GrantChange, type GrantRecord, redeemed } from "./grant.ts"
import { connectionOf, grantKey } from "./names.ts"
import { keepFor, leaseFor, type Parts } from "./parts.ts"
import { settleFirst } from "./settle.ts"
import type { HandOut, TokensFailure } from "./tokens.ts"
import { errorOf } from "./verdict.ts"

/** Milliseconds between two looks at a grant that another process presents. */
const lookEvery = 100

/** How connecting fails. */
export type ConnectFailure<Tokens extends AnyTokenSet> = TokensFailure<Tokens> | GrantTaken

/** Connects: presents a grant for the connection under a key. */
export const connecting = <Tokens extends AnyTokenSet>(parts: Parts<Tokens>, handOut: HandOut<Tokens>) => {
  const { grants, cache, sealing, encode, timeout, late } = parts
  /** What the connection has, whoever brought it. */
  const standing = (key: string) => handOut(key, { freshFor: 0, rejected: undefined })

  /** Redeems, and keeps what comes. `entry`: the key of the record of a one-time grant. */
  const present = Effect.fnUntraced(function* (
    key: string,
    grant: string,
    begin: Begin<Tokens>,
    entry?: string,
  ): Effect.fn.Return<Tokens, ConnectFailure<Tokens>> {
    /** If this fails, the connection still names the grant that its set came from. */
    const settle = (change: GrantChange, milliseconds = keepFor) =>
      entry === undefined ? Effect.void : Effect.exit(grants.update(entry, change, milliseconds))
    const presentedAt = yield* Clock.currentTimeMillis
    const keep = (tokens: Tokens) =>
      Effect.tap(cache.change(key, withConsent(grant, { tokens: encode(tokens), presentedAt }), keepFor), () =>
        settle(redeemed),
      )
    const outcome = yield* Effect.result(begin.redeem(yield* late(keep)))
    if (Result.isSuccess(outcome)) {
      const { success: tokens } = outcome
      const record = yield* Effect.mapError(
        keep(tokens),
        (trouble) => new StoreFailed({ ...connectionOf(key), cause: causeOf(trouble), tokens }),
      )
      // Else a later consent was faster, or the connection has ended.
      return record?.from === grant ? tokens : yield* standing(key)
    }
    const error = outcome.failure
    if (error.grant !== "unknown") yield* Effect.exit(cache.change(key, withoutPending(grant)))
    // A record that nobody settles ends in this verdict too: the caller need not wait for it.
    yield* settle(failedWith(error), error._tag === "OutcomeUnknown" ? patience : keepFor)
    return yield* Effect.fail(error)
  })

  /** From now on, the tokens of this grant may take the place of what the connection has. */
  const reserve = Effect.fnUntraced(function* (key: string, grant: string) {
    yield* settleFirst(parts, key)
    yield* cache.change(key, withPending(grant))
  })

  /** Presents a one-time grant, unless it was presented before. */
  const once = Effect.fnUntraced(function* (
    key: string,
    grant: string,
    begin: Begin<Tokens>,
  ): Effect.fn.Return<Tokens, ConnectFailure<Tokens>> {
    const { provider, operation } = begin
    const entry = grantKey(grant)
    const unknown = (reason: string) => new OutcomeUnknown({ provider, operation, grant: "unknown", reason })
    const by = crypto.randomUUID()
    for (;;) {
      const row = yield* grants.read(entry)
      if (row === undefined) {
        yield* reserve(key, grant)
        const mine: GrantRecord = { connection: key, by, state: "presented", for: leaseFor(timeout) }
        const presented = yield* grants.update(entry, (record) => record ?? mine)
        if (presented?.by === by) return yield* present(key, grant, begin, entry)
        continue
      }
      const { record, age } = row
      if (record.connection !== key) return yield* new GrantTaken(connectionOf(key))
      const connection = yield* cache.read(key)
      if (connection?.record.from === grant || record.state === "redeemed") return yield* standing(key)
      if (record.state !== "presented") {
        return yield* Effect.fail(record.verdict ? errorOf(record.verdict) : unknown("its process ended"))
      }
      if (yield* begin.isOver) return yield* unknown("another process presents it")
      if (age < record.for) yield* Effect.sleep(lookEvery)
      else yield* grants.update(entry, abandonedBy(record.by))
    }
  })

  return Effect.fnUntraced(function* (
    key: string,
    begin: Begin<Tokens>,
  ): Effect.fn.Return<Tokens, ConnectFailure<Tokens>> {
    const { grant } = begin
    if (grant !== undefined) return yield* once(key, yield* insisting(called(() => sealing.fingerprint(grant))), begin)
    const consent: string = crypto.randomUUID()
    yield* reserve(key, consent)
    return yield* present(key, consent, begin)
  })
}
