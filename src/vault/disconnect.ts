/** Forgets a connection. Its row goes, and with it the grants whose tokens could still come: nothing brings it back. */
import * as Effect from "effect/Effect"
import type { AnyTokenSet } from "../token-set.ts"
import { called, insisting, mostLosses, neverFirst, type Trouble } from "./access.ts"
import type { Parts } from "./parts.ts"
import { settleFirst } from "./settle.ts"

/** Removes the row under a key, and says whether there was one. It need not be opened for that. */
export const disconnecting = <Tokens extends AnyTokenSet>(parts: Parts<Tokens>) => {
  const { cache, store } = parts
  const remove = Effect.fnUntraced(function* (key: string, losses: number): Effect.fn.Return<boolean, Trouble> {
    if (losses === mostLosses) return yield* neverFirst()
    const stored = yield* insisting(called(() => store.read(key)))
    cache.forget(key)
    // A removal whose answer got lost is known by this read.
    if (stored === undefined) return losses > 0
    const isRemoved = yield* insisting(called(() => store.remove(key, stored.version)))
    return isRemoved || (yield* remove(key, losses + 1))
  })
  return (key: string) =>
    // A row that cannot be opened goes all the same.
    Effect.andThen(
      Effect.catchTag(settleFirst(parts, key), "SealTrouble", () => Effect.void),
      remove(key, 0),
    )
}
