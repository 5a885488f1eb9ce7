/** A service of your own on top of the Effect API: typed errors go through, and a layer brings the client. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Dapi, type DapiGrant, type DapiToken, type RedemptionError } from "token-exchange/effect"

// #region service
export class Connections extends Context.Service<
  Connections,
  { readonly connect: (grant: DapiGrant) => Effect.Effect<DapiToken | "connect again", RedemptionError> }
>()("app/Connections") {
  static readonly layer = Layer.effect(
    Connections,
    Effect.gen(function* () {
      const dapi = yield* Dapi
      return {
        connect: (grant: DapiGrant) =>
          dapi.exchangeToken(grant).pipe(
            Effect.catchTag("InvalidGrant", () => Effect.succeed("connect again" as const)),
            Effect.withSpan("Connections.connect"),
          ),
      }
    }),
  )
}

/** Dapi.layer reads DAPI_APP_SECRET from Config; Dapi.layerWith({ … }) takes settings. */
export const live = Layer.provide(Connections.layer, Dapi.layer)
// #endregion
