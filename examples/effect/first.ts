/** The Effect API in a few lines. The layer reads DAPI_APP_SECRET. */
import * as Effect from "effect/Effect"
import { Dapi, type DapiGrant } from "token-exchange/effect"

// #region first
export const connect = Effect.fn("connect")(
  function* (grant: DapiGrant) {
    const dapi = yield* Dapi
    return yield* dapi.exchangeToken(grant) // fails with one of eight typed errors
  },
  Effect.catchTag("InvalidGrant", () => Effect.succeed("connect again" as const)),
)

export const live = Dapi.layer // reads DAPI_APP_SECRET; Dapi.layerWith({ appSecret }) takes settings
// #endregion
