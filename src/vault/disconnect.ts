/** Forgets a connection. Its row goes, and with it the grants whose tokens could still come: nothing brings it back. */
import * as Effect from "effect/Effect"
import type { AnyTokenSet } from "../token-set.ts"
import { called, insisting, type Trouble } from "./access.ts"
import type { Parts } from "./parts.ts"

/** Removes the row under a key, and says whether there was one. It need not be opened for that. */
export const disconnecting = <Tokens extends AnyTokenSet>({ cache, store }: Parts<Tokens>) =>
  Effect.fnUntraced(function* (key: string): Effect.fn.Return<boolean, Trouble> {
    let isFound = false
    for (;;) {
      const stored = yield* insisting(called(() => store.read(key)))
      cache.forget(key)
      if (stored === undefined) return isFound
      // A removal whose answer got lost is known by the next read.
      isFound = true
      if (yield* insisting(called(() => store.remove(key, stored.version)))) return true
    }
  })
