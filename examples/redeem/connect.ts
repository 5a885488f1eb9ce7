/**
 * Redeems an access code of Dapi, and loses no token that comes.
 *
 * To use it: copy this folder and run `npm install`. The settings are `fromEnv("dapi").dapi`, or `{ appSecret }`.
 */
import {
  createDapi,
  type DapiGrant,
  type DapiSettings,
  type DapiToken,
  type RedemptionError,
  reveal,
  type SharedSettings,
} from "token-exchange/dapi"

/** Where your service keeps tokens, encrypted. */
export type Keep = (connectionId: string, accessToken: string) => Promise<void>

/** Where your service says what went wrong. */
export type Log = (message: string | undefined) => void

export const connecting = (settings: DapiSettings & SharedSettings<DapiToken>, keep: Keep, log: Log) => {
  // #region connect
  type Outcome = { readonly data?: DapiToken; readonly error?: RedemptionError }

  const keepTokenOf = async (connectionId: string, { data, error }: Outcome) => {
    // An answer that is not as documented may still hold the token, and the user has no other.
    const token = data?.accessToken ?? (error?._tag === "UnexpectedResponse" ? error.recovered?.accessToken : undefined)
    if (token) await keep(connectionId, reveal(token))
    else log(error?.message) // no secret is in it
    return token !== undefined
  }

  const dapi = createDapi({
    ...settings, // fromEnv("dapi").dapi, or { appSecret }
    // Comes after the caller has given up.
    onOrphaned: async (late) => void (await keepTokenOf(String(late.input.connectionId), late)),
  })

  const connect = async (grant: DapiGrant) => {
    const outcome = await dapi.exchangeToken(grant) // { data } or { error }
    return (await keepTokenOf(grant.connectionId, outcome)) ? undefined : outcome.error
  }
  // #endregion
  return { connect, end: () => dapi[Symbol.asyncDispose]() }
}
