/**
 * The Effect API: a service and a layer per provider, and the schemas and errors of what they yield.
 *
 * @example
 * const program = Effect.gen(function* () {
 *   const dapi = yield* Dapi
 *   return yield* dapi.exchangeToken({ accessCode, connectionId })
 * }).pipe(Effect.provide(Dapi.layer))
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type AnyOperations, type Client, connect, credentialNames, type Provider } from "./client.ts"
import { aisquare, aisquareLogin } from "./providers/aisquare.ts"
import { dapi } from "./providers/dapi.ts"
import { finqware } from "./providers/finqware.ts"
import {
  type AISquareSettings,
  type Credential,
  type DapiSettings,
  type FinqwareSettings,
  fromConfig,
  type InvalidSettings,
  type ProviderSettings,
  resolve,
  type SharedSettings,
} from "./settings.ts"

/** A provider's client, with settings from `Config`. */
const fromEnvironment = <Operations extends AnyOperations>(provider: Provider<Operations>) =>
  Effect.map(fromConfig(provider, credentialNames(provider)), (settings) => connect(provider, settings))

/** A provider's client, with settings from the caller. */
const fromSettings = <Operations extends AnyOperations>(
  provider: Provider<Operations>,
  settings: ProviderSettings & SharedSettings,
) => connect(provider, resolve(provider, settings, settings))

/**
 * AISquare Studio: exchange a temp token, log in, refresh.
 *
 * `layer` reads `AISQUARE_SUPEREXEC_SECRET` and, optionally, `AISQUARE_BASE_URL` and `AISQUARE_TIMEOUT`. Without a
 * superexec integration, use {@link AISquareLogin}.
 */
export class AISquare extends Context.Service<AISquare, Client<typeof aisquare.operations>>()(
  "token-exchange/AISquare",
) {
  static readonly layer: Layer.Layer<AISquare, InvalidSettings> = Layer.effect(AISquare, fromEnvironment(aisquare))
  static readonly layerWith = (
    settings: AISquareSettings & { readonly superexecSecret: Credential } & SharedSettings,
  ): Layer.Layer<AISquare> => Layer.sync(AISquare, () => fromSettings(aisquare, settings))
}

/**
 * AISquare Studio without a superexec integration: log in, refresh. `layer` reads `AISQUARE_BASE_URL` and
 * `AISQUARE_TIMEOUT`, both optional.
 */
export class AISquareLogin extends Context.Service<AISquareLogin, Client<typeof aisquareLogin.operations>>()(
  "token-exchange/AISquareLogin",
) {
  static readonly layer: Layer.Layer<AISquareLogin, InvalidSettings> = Layer.effect(
    AISquareLogin,
    fromEnvironment(aisquareLogin),
  )
  static readonly layerWith = (settings: ProviderSettings & SharedSettings): Layer.Layer<AISquareLogin> =>
    Layer.sync(AISquareLogin, () => fromSettings(aisquareLogin, settings))
}

/**
 * Finqware: exchange the temp token of a finished consent. `layer` reads `FINQWARE_CLIENT_ID`,
 * `FINQWARE_CLIENT_SECRET` and, optionally, `FINQWARE_BASE_URL` and `FINQWARE_TIMEOUT`.
 */
export class Finqware extends Context.Service<Finqware, Client<typeof finqware.operations>>()(
  "token-exchange/Finqware",
) {
  static readonly layer: Layer.Layer<Finqware, InvalidSettings> = Layer.effect(Finqware, fromEnvironment(finqware))
  static readonly layerWith = (settings: FinqwareSettings & SharedSettings): Layer.Layer<Finqware> =>
    Layer.sync(Finqware, () => fromSettings(finqware, settings))
}

/**
 * Dapi: exchange the access code of a login in Connect. `layer` reads `DAPI_APP_SECRET` and, optionally,
 * `DAPI_BASE_URL` and `DAPI_TIMEOUT`.
 */
export class Dapi extends Context.Service<Dapi, Client<typeof dapi.operations>>()("token-exchange/Dapi") {
  static readonly layer: Layer.Layer<Dapi, InvalidSettings> = Layer.effect(Dapi, fromEnvironment(dapi))
  static readonly layerWith = (settings: DapiSettings & SharedSettings): Layer.Layer<Dapi> =>
    Layer.sync(Dapi, () => fromSettings(dapi, settings))
}

export * from "./public.ts"
export { InvalidSettings, OnOrphaned } from "./settings.ts"
export { redemptionDuration, redemptions } from "./telemetry.ts"
export { restoreTokens } from "./token-set.ts"
