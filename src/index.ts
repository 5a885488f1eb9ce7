/**
 * The Promise API: every redemption resolves to `{ data }` or `{ error }`, and never rejects because of the provider or
 * the network.
 *
 * @module
 */
import type { Configured, Only, SettingsOf, Unknown } from "./configured.ts"
import { type ClientOf, createClients, type Idle, plainTextOf } from "./promise.ts"
import * as providers from "./providers.ts"
import { type Providers, type SharedSettings, TokenSet } from "./registry.ts"

export type { Callable, MissingCredential } from "./configured.ts"
export { type EnvSettings, fromEnv } from "./from-env.ts"
export { type Idle, type Promised, type Redemption, reveal } from "./promise.ts"
export type * from "./providers.ts"
export * from "./public.ts"
export type { OnOrphaned, OrphanedOutcome, SharedSettings, TokenSet } from "./registry.ts"

type SettingsByProvider = { readonly [Name in keyof Providers]?: SettingsOf<Providers[Name]> }

/** Each provider is optional. */
export interface TokenExchangeSettings extends SharedSettings, SettingsByProvider {}

/**
 * The configured providers, each with the operations whose credentials are configured. What may be absent from the
 * settings is optional here.
 */
export type TokenExchange<Settings extends TokenExchangeSettings> = Configured<Clients<Settings>, Settings> & Idle

type Clients<Settings extends TokenExchangeSettings> = {
  readonly [Name in keyof Providers]: ClientOf<Providers[Name], NonNullable<Settings[Name]>>
}

/** Rejects an unknown setting at compile time. */
type Exact<Settings extends TokenExchangeSettings> = {
  readonly [Key in keyof Settings]: Key extends keyof Providers
    ? Only<Settings[Key], SettingsOf<Providers[Key]>>
    : Key extends keyof SharedSettings
      ? Settings[Key]
      : Unknown<Key, keyof TokenExchangeSettings>
}

/**
 * Typed redemptions at the configured providers. A setting that is `undefined` or `null` counts as absent.
 *
 * @throws {InvalidSettings} when a setting is missing, unknown or malformed. The error lists all of them.
 * @example
 * const exchange = createTokenExchange({ dapi: { appSecret } })
 * const { data, error } = await exchange.dapi.exchangeToken({ accessCode, connectionId })
 */
export const createTokenExchange = <Settings extends TokenExchangeSettings>(
  settings: Settings & TokenExchangeSettings & Exact<Settings>,
): TokenExchange<Settings> => createClients(providers, settings)

const { serializeTokens, restoreTokens } = plainTextOf(TokenSet)

export {
  /**
   * The token set that `serializeTokens` wrote as plain text.
   *
   * @throws {UnreadableTokens} when the text is not a token set. The error contains nothing of the text.
   */
  restoreTokens,
  /** A token set as **plain text, secrets included**, for a store of your own. Encrypt it before you store it. */
  serializeTokens,
}
