/** The Effect API in a few lines. The layer reads DAPI_APP_SECRET. */
import * as Effect from "effect/Effect"
import { Dapi, type DapiGrant } from "token-exchange/effect"

// #region first
export const connect = (grant: DapiGrant) =>
  Dapi.use((dapi) => dapi.exchangeToken(grant)).pipe(
    Effect.catchTag("InvalidGrant", () => Effect.succeed("connect again" as const)), // one of eight typed errors
  )

export const live = Dapi.layer // reads DAPI_APP_SECRET; Dapi.layerWith({ appSecret }) takes settings
// #endregion
