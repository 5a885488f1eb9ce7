/** From hand-written calls of AISquare's SimpleJWT endpoints: what they looked like, and what takes their place. */
import { createTokenExchange, reveal, type SharedSettings } from "token-exchange"
import type {
  AISquareConnectError,
  AISquareGrant,
  AISquareTokens,
  AISquareTokensError,
  PromisedConnections,
} from "token-exchange/vault"

/** A pair as the endpoints give it, and as the service keeps it today. */
export interface Pair {
  readonly access: string
  readonly refresh: string
}

/** Where the service keeps pairs today. */
export interface OldPlace {
  readonly write: (user: string, pair: Pair) => Promise<void>
  readonly read: (user: string) => Promise<Pair | undefined>
}

/** `vault.aisquare` of any vault that has the provider. */
export type AISquareConnections = PromisedConnections<
  AISquareGrant,
  AISquareTokens,
  AISquareConnectError,
  AISquareTokensError
>

export const handWritten = (fetch: (url: string, init: RequestInit) => Promise<Response>, oldPlace: OldPlace) => {
  // #region before
  const post = async (path: string, body: object) => {
    const answer = await fetch(`https://api.aisquare.studio${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`AISquare said ${answer.status}`)
    return answer.json()
  }

  const login = async (user: string, password: string) =>
    oldPlace.write(user, await post("/api/v1/token/", { username: user, password }))

  const refresh = async (user: string) => {
    const pair = await oldPlace.read(user)
    const fresh = await post("/api/v1/token/refresh/", { refresh: pair?.refresh })
    await oldPlace.write(user, { refresh: pair?.refresh, ...fresh })
  }
  // #endregion
  return { login, refresh }
}

export const redeemed = (shared: SharedSettings, oldPlace: OldPlace) => {
  // #region exchange
  const exchange = createTokenExchange({ ...shared, aisquare: {} }) // no credential to log in and to refresh

  const refresh = async (user: string) => {
    const pair = await oldPlace.read(user)
    if (pair === undefined) return "connect again"
    const { data, error } = await exchange.aisquare.refreshToken({ refresh: pair.refresh })
    if (error) return error._tag === "InvalidGrant" ? "connect again" : "try again"
    // The refresh token of the answer, or the presented one where AISquare did not rotate it.
    await oldPlace.write(user, { access: reveal(data.access), refresh: reveal(data.refresh) })
    return "refreshed"
  }
  // #endregion
  return { refresh }
}

export const kept = (aisquare: AISquareConnections) => {
  // #region vault
  const login = (user: string, password: string) => aisquare.connect(user, { username: user, password }) // vault.aisquare

  const accessOf = async (user: string) => {
    const { data, error } = await aisquare.tokens(user) // refreshed where due, by one process for all
    return error ? { error } : { access: reveal(data.access) }
  }
  // #endregion
  return { login, accessOf }
}
