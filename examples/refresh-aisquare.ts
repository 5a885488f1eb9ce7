/** AISquare's tokens, kept fresh: one refresh at a time, and whatever came back is stored before it is used. */
import {
  type AISquareError,
  type AISquareTokens,
  createTokenExchange,
  type Redemption,
  restoreTokens,
  type SharedSettings,
  serializeTokens,
} from "token-exchange"

/** Where your service keeps one user's tokens. Encrypt what it is given: it is plain text. */
export interface Shelf {
  readonly read: () => Promise<string>
  readonly write: (text: string) => Promise<void>
}

export const makeFresh = (shelf: Shelf, shared: SharedSettings = {}) => {
  // #region refresh
  const { aisquare } = createTokenExchange({ aisquare: {}, ...shared })
  let underway: Promise<Redemption<AISquareTokens, AISquareError>> | undefined

  const refresh = async () => {
    const kept = restoreTokens(await shelf.read())
    if (kept.provider !== "aisquare") throw new Error("These are no tokens of AISquare.")
    const isFresh = kept.accessExpiresAt !== undefined && kept.accessExpiresAt.getTime() > Date.now() + 60_000
    if (isFresh) return { data: kept }
    const redemption = await aisquare.refreshToken({ refresh: kept.refresh })
    // Before anything else: where AISquare rotates, the old refresh token is dead now.
    if (redemption.data) await shelf.write(serializeTokens(redemption.data))
    return redemption
  }

  /** Tokens that are good for another minute at least. Callers at the same time share one refresh. */
  const fresh = () => {
    underway ??= refresh().finally(() => {
      underway = undefined
    })
    return underway
  }
  // #endregion
  return fresh
}
