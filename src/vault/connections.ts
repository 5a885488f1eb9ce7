/** The connections to one provider, as effects: what a caller gives is checked, and nobody waits beyond a deadline. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { InvalidRequest, type RedemptionError } from "../errors.ts"
import type { AnyTokenSet } from "../token-set.ts"
import { patience, type Trouble } from "./access.ts"
import { within } from "./deadline.ts"
import { secretsOf } from "./decide.ts"
import {
  type ConsentRequired,
  type GrantTaken,
  type NotConnected,
  StillRefreshing,
  StoreFailed,
  type Unsealable,
} from "./errors.ts"
import { flowsOf, type Ready } from "./flows.ts"
import type { Connections, RowError } from "./functions.ts"
import { connectionKey, connectionOf } from "./names.ts"
import type { Shelf } from "./shelf.ts"
import { troubled } from "./trouble.ts"

const defaultFreshness = 60_000

/** Milliseconds in which the store may still write what came of a redemption, which ends at the caller's deadline. */
const grace = 2 * patience

/** A caller without types may pass anything, and NaN is a number. */
const isNumber = (value: unknown) => typeof value === "number" && !Number.isNaN(value)

const slow = (key: string) =>
  new StoreFailed<never>({ ...connectionOf(key), cause: new Error("the store did not answer in time") })

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
  AnyFailure<Tokens>,
  AnyFailure<Tokens>
>

/** The connections to one provider. */
export const makeConnections = <Tokens extends AnyTokenSet>(
  shelf: Shelf,
  ready: Ready<Tokens>,
): AnyConnections<Tokens> => {
  const { rules, timeout, observer } = ready
  const { name: provider } = rules.provider
  const { begin, connect, connects, tokens, disconnect, page, stayAwake } = flowsOf(shelf, ready)

  const malformed = (operation: string, field: string) =>
    new InvalidRequest({ provider, operation, grant: "unspent", fields: [field] })

  /** Runs a call for the connection of this name, where there can be one. */
  const forConnection = <A, E extends AnyFailure<Tokens> = never>(
    operation: string,
    connectionId: string,
    run: (key: string) => Effect.Effect<A, E | Trouble>,
  ) => {
    const key = connectionKey(provider, connectionId)
    const result: Effect.Effect<A, E | StoreFailed<never> | Unsealable | InvalidRequest> =
      key === undefined
        ? Effect.fail(malformed(operation, "connectionId"))
        : Effect.mapError(run(key), troubled<E>({ provider, connectionId }))
    return observer.call(operation, result)
  }

  return {
    connect: (connectionId, grant, options) =>
      forConnection("connect", connectionId, (key) =>
        Effect.suspend(() => {
          const deadline = options?.timeout ?? timeout
          if (!isNumber(deadline)) return Effect.fail(malformed("connect", "timeout"))
          const signal = options?.signal ?? undefined
          const left = new AbortController()
          const until = signal === undefined ? left.signal : AbortSignal.any([signal, left.signal])
          const work = Effect.flatMap(begin(grant, { timeout: deadline, signal: until }), (begun) =>
            connect(key, begun),
          )
          const call = crypto.randomUUID()
          const leave = Effect.suspend(() => {
            left.abort()
            return stayAwake(connects.underway(call))
          })
          return within(connects.share(call, work), { deadline, signal, grace, leave, tooLate: () => slow(key) })
        }),
      ),
    tokens: (connectionId, options) =>
      forConnection("tokens", connectionId, (key) => {
        const freshFor = options?.freshFor ?? defaultFreshness
        const deadline = options?.timeout ?? timeout
        const signal = options?.signal ?? undefined
        const rejected = options?.rejected ?? undefined
        if (!isNumber(freshFor)) return Effect.fail(malformed("tokens", "freshFor"))
        if (!isNumber(deadline)) return Effect.fail(malformed("tokens", "timeout"))
        if (rejected !== undefined && Result.isFailure(Result.try(() => secretsOf(rejected))))
          return Effect.fail(malformed("tokens", "rejected"))
        const wanted = { freshFor, rejected }
        return Effect.flatMap(Clock.currentTimeMillis, (now) => {
          const recent = tokens.recent(key, wanted, now)
          if (recent !== undefined) return Effect.as(observer.event("hit"), recent)
          const leave = Effect.suspend(() => stayAwake(tokens.underway(key)))
          const tooLate = () => (rules.refresh === undefined ? slow(key) : new StillRefreshing(connectionOf(key)))
          return within(tokens.look(key, wanted), { deadline, signal, grace: 0, leave, tooLate })
        })
      }),
    disconnect: (connectionId) => forConnection<boolean, RedemptionError>("disconnect", connectionId, disconnect),
    page,
  }
}
