/** Lists connections, so that a job can ask users in time to renew what ends soon. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { AnyTokenSet } from "../token-set.ts"
import { type Access, insisting, patience, type StoreTrouble } from "./access.ts"
import type { Known } from "./cache.ts"
import { timeOf } from "./decide.ts"
import { StoreFailed, Unsealable } from "./errors.ts"
import type { ListedConnection, ListOptions, Page } from "./functions.ts"
import { connectionOf, connectionsTo } from "./names.ts"
import type { Parts } from "./parts.ts"

/** Connections that are read for one page. */
const pageSize = 100

/** The pages of one provider's connections. `next` is the last key of a page. */
export const listing = <Tokens extends AnyTokenSet>(
  { rules, cache }: Pick<Parts<Tokens>, "rules" | "cache">,
  store: Access,
) => {
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
  const look = Effect.fnUntraced(function* (key: string): Effect.fn.Return<ListedConnection | undefined, StoreTrouble> {
    const known = yield* Effect.catchTag(cache.read(key), "SealTrouble", ({ reason }) =>
      Effect.succeed(new Unsealable({ ...connectionOf(key), reason })),
    )
    if (known instanceof Unsealable) return { connectionId: known.connectionId, error: known }
    return known && listed(key, known, yield* Clock.currentTimeMillis)
  })

  return Effect.fnUntraced(
    function* (options?: ListOptions, after?: string) {
      const before = options?.dueBefore?.getTime()
      const keys = yield* insisting(patience)(store.list(connectionsTo(provider), after, pageSize))
      const connections: Array<ListedConnection> = []
      for (const key of keys) {
        const one = yield* look(key)
        if (one === undefined) continue
        const isDue = before === undefined || one.ended !== undefined || (one.endsAt?.getTime() ?? Infinity) < before
        if (isDue || one.error !== undefined) connections.push(one)
      }
      return { connections, next: keys.at(-1) } satisfies Page
    },
    Effect.mapError(({ cause }) => new StoreFailed<never>({ provider, connectionId: "*", cause })),
  )
}
