/** Lists connections, so that a job can ask users in time to renew what ends soon. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { AnyTokenSet } from "../token-set.ts"
import { called, causeOf, insisting, SealTrouble, type Trouble } from "./access.ts"
import type { Known } from "./cache.ts"
import { timeOf } from "./connection.ts"
import { StoreFailed, Unsealable } from "./errors.ts"
import type { ListedConnection, ListOptions } from "./functions.ts"
import { connectionOf, connectionsTo } from "./names.ts"
import type { Parts } from "./parts.ts"

/** Connections that are read for one page. */
const pageSize = 100

/** The pages of one provider's connections. `next` is the last key of a page. */
export const listing = <Tokens extends AnyTokenSet>({ rules, cache, store }: Parts<Tokens>) => {
  const provider = rules.provider.name

  const listed = (key: string, known: Known<Tokens>, now: number): ListedConnection | undefined => {
    if (known.tokens === undefined) return undefined
    const { ended } = known.record
    const endsAt = rules.endsAt(known.tokens)
    const hasExpired = endsAt !== undefined && endsAt.getTime() <= timeOf(known, now)
    return {
      connectionId: connectionOf(key).connectionId,
      ...(endsAt !== undefined && { endsAt }),
      ...(ended !== undefined
        ? { ended: { reason: ended.reason, since: new Date(ended.since) } }
        : hasExpired && { ended: { reason: "expired", since: endsAt } }),
    }
  }

  /** One connection, where its row is still there and holds tokens. */
  const look = Effect.fnUntraced(function* (key: string): Effect.fn.Return<ListedConnection | undefined, Trouble> {
    const known = yield* Effect.catchTag(cache.read(key), "SealTrouble", Effect.succeed)
    if (known instanceof SealTrouble) {
      const error = new Unsealable({ ...connectionOf(key), reason: known.reason })
      return { connectionId: error.connectionId, error }
    }
    return known && listed(key, known, yield* Clock.currentTimeMillis)
  })

  return Effect.fnUntraced(
    function* (options?: ListOptions, after?: string) {
      const before = options?.dueBefore
      const keys = yield* insisting(called(() => store.list(connectionsTo(provider), after, pageSize)))
      const connections: Array<ListedConnection> = []
      for (const key of keys) {
        const one = yield* look(key)
        if (one === undefined) continue
        const { endsAt, ended, error } = one
        const isDue = before === undefined || ended || error || (endsAt !== undefined && endsAt < before)
        if (isDue) connections.push(one)
      }
      return { connections, next: keys.at(-1) }
    },
    Effect.mapError((trouble) => new StoreFailed<never>({ provider, connectionId: "*", cause: causeOf(trouble) })),
  )
}
