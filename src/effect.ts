/**
 * The Effect API: a service and a layer per provider, and the schemas and errors of what they yield.
 *
 * @example
 * const program = Effect.gen(function* () {
 *   const dapi = yield* Dapi
 *   return yield* dapi.exchangeToken({ accessCode, connectionId })
 * }).pipe(Effect.provide(Dapi.layer))
 *
 * @module
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { connect, credentialNames, type ProviderOf } from "./client.ts"
import { fromConfig, type InvalidSettings } from "./config.ts"
import {
  type AISquareLoginOperations,
  type AISquareOperations,
  aisquare,
  aisquareLogin,
} from "./providers/aisquare/index.ts"
import { type DapiOperations, dapi } from "./providers/dapi/index.ts"
import { type FinqwareOperations, finqware } from "./providers/finqware/index.ts"
import {
  type AISquareSettings,
  type Credential,
  type DapiSettings,
  type FinqwareSettings,
  type ProviderSettings,
  resolve,
  type SharedSettings,
} from "./settings.ts"
import { observed } from "./telemetry.ts"
import { restoreTokens as restore, type TokenSet as Tokens, type UnreadableTokens } from "./token-set.ts"

/** A provider's service: yield it for its operations, and provide one of its layers. */
export interface ProviderService<Self, Operations, Settings extends ProviderSettings>
  extends Context.ServiceClass<Self, string, Operations> {
  /**
   * The service with its credentials from `Config`: by default, the environment. Fails where they are missing, before
   * anything is redeemed.
   */
  readonly layer: Layer.Layer<Self, InvalidSettings>
  /** The service with settings from the caller. */
  readonly layerWith: (settings: Settings & SharedSettings) => Layer.Layer<Self>
}

const service = <Self, Operations, Settings extends ProviderSettings>(
  key: string,
  provider: ProviderOf<Operations>,
): ProviderService<Self, Operations, Settings> =>
  class extends Context.Service<Self, Operations>()(key) {
    static readonly layer = Layer.effect(
      this,
      Effect.map(fromConfig(provider, credentialNames(provider.operations)), (settings) =>
        connect<Operations>(provider, settings, observed),
      ),
    )
    static readonly layerWith = (settings: Settings & SharedSettings) =>
      Layer.sync(this, () => connect<Operations>(provider, resolve(provider, settings, settings), observed))
  }

/**
 * AISquare Studio: exchange a temp token, log in, refresh.
 *
 * `layer` reads `AISQUARE_SUPEREXEC_SECRET` and, optionally, `AISQUARE_BASE_URL` and `AISQUARE_TIMEOUT`. Without a
 * superexec integration, use {@link AISquareLogin}.
 */
export class AISquare extends /* #__PURE__ */ service<
  AISquare,
  AISquareOperations,
  AISquareSettings & { readonly superexecSecret: Credential }
>("token-exchange/AISquare", aisquare) {}

/**
 * AISquare Studio without a superexec integration: log in, refresh. `layer` reads `AISQUARE_BASE_URL` and
 * `AISQUARE_TIMEOUT`, both optional.
 */
export class AISquareLogin extends /* #__PURE__ */ service<AISquareLogin, AISquareLoginOperations, ProviderSettings>(
  "token-exchange/AISquareLogin",
  aisquareLogin,
) {}

/**
 * Finqware: exchange the temp token of a finished consent. `layer` reads `FINQWARE_CLIENT_ID`,
 * `FINQWARE_CLIENT_SECRET` and, optionally, `FINQWARE_BASE_URL` and `FINQWARE_TIMEOUT`.
 */
export class Finqware extends /* #__PURE__ */ service<Finqware, FinqwareOperations, FinqwareSettings>(
  "token-exchange/Finqware",
  finqware,
) {}

/**
 * Dapi: exchange the access code of a login in Connect. `layer` reads `DAPI_APP_SECRET` and, optionally,
 * `DAPI_BASE_URL` and `DAPI_TIMEOUT`.
 */
export class Dapi extends /* #__PURE__ */ service<Dapi, DapiOperations, DapiSettings>("token-exchange/Dapi", dapi) {}

export { InvalidSettings, OnOrphaned } from "./config.ts"
export * from "./public.ts"
export { redemptionDuration, redemptions } from "./telemetry.ts"
export { AISquareTokens, DapiToken, FinqwareConsent, TokenSet } from "./token-schema.ts"

/** The token set that `serializeTokens` wrote as plain text. */
export const restoreTokens = (text: string): Effect.Effect<Tokens, UnreadableTokens> => Effect.fromResult(restore(text))
