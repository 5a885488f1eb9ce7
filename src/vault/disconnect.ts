/**
 * Forgets a connection. Its tokens are revoked first, where the provider can; then its row goes, and with it the grants whose
 * tokens could still come: nothing brings it back.
 */
import * as Effect from "effect/Effect"
import type { RedemptionError } from "../errors.ts"
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
    Effect.andThen(settleFirst(parts, key), revoking(parts, key)).pipe(
      // A row that cannot be opened goes all the same, and so do tokens that the provider refuses: they have expired, or were
      // revoked elsewhere.
      Effect.catchTag(["SealTrouble", "InvalidGrant"], () => Effect.void),
      Effect.andThen(remove(key, 0)),
    )
}

/** Revokes the tokens of a connection. Where that fails, the row stays, so that it can be tried again. */
const revoking = <Tokens extends AnyTokenSet>(
  { rules: { revoke }, operations, timeout, cache }: Parts<Tokens>,
  key: string,
): Effect.Effect<void, Trouble | RedemptionError> => {
  const redeem = operations[revoke?.operation ?? ""]
  if (revoke === undefined || redeem === undefined) return Effect.void
  return Effect.flatMap(cache.read(key), (known) =>
    // The rules say which grant the operation takes.
    known?.tokens === undefined ? Effect.void : redeem(revoke.grant(known.tokens) as never, { timeout }),
  )
}
