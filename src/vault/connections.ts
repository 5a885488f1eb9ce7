/** The connections to one provider: what a vault does for them, as effects. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import * as SchemaParser from "effect/SchemaParser"
import { InvalidRequest, type RedemptionError } from "../errors.ts"
import type { Redeem } from "../operation.ts"
import type { OnOrphaned } from "../settings.ts"
import { aborted } from "../signal.ts"
import type { AnyTokenSet } from "../token-set.ts"
import { SealTrouble, StoreTrouble, type Trouble } from "./access.ts"
import { beginning } from "./begin.ts"
import { makeCache } from "./cache.ts"
import { type ConnectFailure, connecting } from "./connect.ts"
import { secretsOf } from "./decide.ts"
import { disconnecting } from "./disconnect.ts"
import {
  type Connection,
  type ConsentRequired,
  type GrantTaken,
  type NotConnected,
  StillRefreshing,
  StoreFailed,
  Unsealable,
} from "./errors.ts"
import type { Connections, RowError } from "./functions.ts"
import { handingOver, stayingAwake, taking } from "./late.ts"
import { listing } from "./listing.ts"
import { connectionKey, connectionOf } from "./names.ts"
import type { VaultObserver } from "./observer.ts"
import type { Parts } from "./parts.ts"
import type { Rules } from "./rules.ts"
import type { Shelf } from "./shelf.ts"
import { single } from "./single.ts"
import { handingOut } from "./tokens.ts"

/** One provider as the vault needs it. */
export interface Ready<Tokens extends AnyTokenSet> {
  readonly rules: Rules<Tokens>
  readonly operations: { readonly [name: string]: Redeem<never, Tokens, RedemptionError> }
  readonly timeout: number
  readonly observer: VaultObserver
  readonly onOrphaned: OnOrphaned<Tokens> | undefined
}

const defaultFreshness = 60_000

/** Milliseconds after a caller's deadline in which the store may still write what came. */
const grace = 1_000

/** A caller without types may pass anything, and NaN is a number. */
const isNumber = (value: unknown) => typeof value === "number" && !Number.isNaN(value)

const slow = (key: string) =>
  new StoreFailed<never>({ ...connectionOf(key), cause: new Error("the store did not answer in time") })

/** The error for a trouble with the store or a row of this connection. */
export const troubled =
  <E>(connection: Connection) =>
  (error: E | Trouble): E | StoreFailed<never> | Unsealable => {
    if (error instanceof StoreTrouble) return new StoreFailed({ ...connection, cause: error.cause })
    if (error instanceof SealTrouble) return new Unsealable({ ...connection, reason: error.reason })
    return error as E // Neither of the two.
  }

/** Any failure of any connection. Each provider says which of them it can have. */
type AnyFailure<Tokens extends AnyTokenSet> =
  | RedemptionError
  | RowError<Tokens>
  | NotConnected
  | ConsentRequired
  | GrantTaken
  | StillRefreshing

export type AnyConnections<Tokens extends AnyTokenSet> = Connections<
  object,
  Tokens,
  AnyFailure<Tokens>,
  AnyFailure<Tokens>
>

/** The connections to one provider. */
export const makeConnections = <Tokens extends AnyTokenSet>(
  shelf: Shelf,
  { rules, operations, timeout, observer, onOrphaned }: Ready<Tokens>,
): AnyConnections<Tokens> => {
  const { store, connections, owner, cacheFor, waitUntil } = shelf
  const { name, tokens } = rules.provider
  // The provider's schema is that of its own token sets.
  const codec = tokens as Schema.Codec<Tokens, unknown>
  const cache = makeCache(codec, store, connections, owner, cacheFor)
  const handOver = handingOver(onOrphaned, observer)
  const late = taking(handOver)
  const encode = SchemaParser.encodeSync(codec)
  const unkept = (error: unknown) =>
    error instanceof StoreFailed && error.tokens !== undefined
      ? handOver({ provider: name, operation: "keep", input: { connectionId: error.connectionId }, data: error.tokens })
      : Effect.void
  const parts: Parts<Tokens> = { ...shelf, rules, operations, timeout, encode, cache, late, unkept, observer }
  const connects = single<Tokens, ConnectFailure<Tokens>>(owner, unkept)
  const { look, recent, underway } = handingOut(parts)
  const connect = connecting(parts, look)
  const begin = beginning(parts)
  const stayAwake = stayingAwake(waitUntil, observer)

  const malformed = (operation: string, field: string) =>
    new InvalidRequest({ provider: name, operation, grant: "unspent", fields: [field] })

  /** Runs a call for the connection of this name, where there can be one. */
  const forConnection = <A, E extends AnyFailure<Tokens> = never>(
    operation: string,
    connectionId: string,
    run: (key: string) => Effect.Effect<A, E | Trouble>,
  ) => {
    const key = connectionKey(name, connectionId)
    const result: Effect.Effect<A, E | StoreFailed<never> | Unsealable | InvalidRequest> =
      key === undefined
        ? Effect.fail(malformed(operation, "connectionId"))
        : Effect.mapError(run(key), troubled<E>({ provider: name, connectionId }))
    return observer.call(operation, result)
  }

  /** Waits for work that goes on without its caller. `leave` is told when it does. */
  const within = <E, TooLate>(
    milliseconds: number,
    work: Effect.Effect<Tokens, E>,
    leave: Effect.Effect<void>,
    tooLate: () => TooLate,
  ) =>
    Effect.timeoutOrElse(
      Effect.onInterrupt(work, () => leave),
      { duration: milliseconds, orElse: () => Effect.fail(tooLate()) },
    )

  return {
    connect: (connectionId, grant, options) =>
      forConnection("connect", connectionId, (key) =>
        Effect.suspend(() => {
          const deadline = options?.timeout ?? timeout
          if (!isNumber(deadline)) return Effect.fail(malformed("connect", "timeout"))
          const caller = new AbortController()
          const given = options?.signal ?? undefined
          const signal = given === undefined ? caller.signal : AbortSignal.any([given, caller.signal])
          const work = Effect.flatMap(begin(grant, { timeout: deadline, signal }), (begun) => connect(key, begun))
          const call = crypto.randomUUID()
          const leave = Effect.suspend(() => {
            caller.abort()
            return stayAwake(connects.underway(call))
          })
          // A redemption ends at its deadline; only the store can take longer.
          return within(deadline + grace, connects.share(call, work), leave, () => slow(key))
        }),
      ),
    tokens: (connectionId, options) =>
      forConnection("tokens", connectionId, (key) => {
        const freshFor = options?.freshFor ?? defaultFreshness
        const deadline = options?.timeout ?? timeout
        const rejected = options?.rejected ?? undefined
        if (!isNumber(freshFor)) return Effect.fail(malformed("tokens", "freshFor"))
        if (!isNumber(deadline)) return Effect.fail(malformed("tokens", "timeout"))
        if (rejected !== undefined && Result.isFailure(Result.try(() => secretsOf(rejected))))
          return Effect.fail(malformed("tokens", "rejected"))
        const wanted = { freshFor, rejected }
        return Effect.flatMap(Clock.currentTimeMillis, (now) => {
          const tokens = recent(key, wanted, now)
          if (tokens !== undefined) return Effect.as(observer.event("hit"), tokens)
          const leave = Effect.suspend(() => stayAwake(underway(key)))
          const tooLate = () => (rules.refresh === undefined ? slow(key) : new StillRefreshing(connectionOf(key)))
          const waiting = within(deadline, look(key, wanted), leave, tooLate)
          const signal = options?.signal ?? undefined
          if (signal === undefined) return waiting
          return Effect.raceFirst(
            waiting,
            Effect.flatMap(aborted(signal), () => Effect.fail(tooLate())),
          )
        })
      }),
    disconnect: (connectionId) => forConnection<boolean, never>("disconnect", connectionId, disconnecting(parts)),
    page: listing(parts),
  }
}
