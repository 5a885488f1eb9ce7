/** From Dapi's own client: the first step changes one function, the second lets the vault keep new tokens. */
import { createTokenExchange, type DapiSettings, reveal, type SharedSettings } from "token-exchange"
import type { DapiConnectError, DapiGrant, DapiToken, DapiTokensError, PromisedConnections } from "token-exchange/vault"

/** Where the service keeps tokens today. */
export interface OldPlace {
  readonly write: (user: string, accessToken: string) => Promise<void>
  readonly read: (user: string) => Promise<string | undefined>
}

/** `vault.dapi` of any vault that has the provider. */
export type DapiConnections = PromisedConnections<DapiGrant, DapiToken, DapiConnectError, DapiTokensError>

export const redeemToOldPlace = (settings: { readonly dapi: DapiSettings } & SharedSettings, oldPlace: OldPlace) => {
  // #region first
  const exchange = createTokenExchange(settings) // { dapi: { appSecret } }

  // Before: const { accessToken } = await app.auth.exchangeToken(accessCode, connectionID)
  const connect = async (user: string, accessCode: string, connectionId: string) => {
    const { data, error } = await exchange.dapi.exchangeToken({ accessCode, connectionId })
    if (data) await oldPlace.write(user, reveal(data.accessToken))
    return { error }
  }
  // #endregion
  return connect
}

export const readBoth = (dapi: DapiConnections, oldPlace: OldPlace) => {
  // #region both
  const tokenOf = async (user: string): Promise<string | undefined> => {
    const { data, error } = await dapi.tokens(user) // dapi: vault.dapi, to which new users are connected
    if (data) return reveal(data.accessToken)
    if (error._tag === "NotConnected") return oldPlace.read(user) // connected before the vault was there
    throw error
  }
  // #endregion
  return tokenOf
}
