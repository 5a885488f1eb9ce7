/**
 * The Promise API: every redemption resolves to `{ data }` or `{ error }`, and never rejects because of the provider or
 * the network.
 *
 * @module
 */
import {
  type ClientOf,
  createClients,
  type Idle,
  type Only,
  type Present,
  plainTextOf,
  type SettingsOf,
} from "./promise.ts"
import * as providers from "./providers.ts"
import { type Providers, type SharedSettings, TokenSet } from "./registry.ts"

export { type Idle, type Promised, type Redemption, reveal } from "./promise.ts"
export type * from "./providers.ts"
export * from "./public.ts"
export type { OnOrphaned, OrphanedOutcome, SharedSettings, TokenSet } from "./registry.ts"

type SettingsByProvider = { readonly [Name in keyof Providers]?: SettingsOf<Providers[Name]> }

/** Each provider is optional. */
export interface TokenExchangeSettings extends SharedSettings, SettingsByProvider {}

/** The configured providers, each with the operations whose credentials are configured. */
export type TokenExchange<Configured extends TokenExchangeSettings> = Pick<
  Clients<Configured>,
  Present<Configured> & keyof Providers
> &
  Idle

type Clients<Configured extends TokenExchangeSettings> = {
  readonly [Name in keyof Providers]: ClientOf<Providers[Name], Configured[Name]>
}

/** Rejects an unknown setting at compile time. */
type Exact<T extends TokenExchangeSettings> = {
  readonly [Key in keyof T]: Key extends keyof Providers
    ? Only<T[Key], SettingsOf<Providers[Key]>>
    : Key extends keyof SharedSettings
      ? T[Key]
      : never
}

/**
 * Typed redemptions at the configured providers. A setting that is `undefined` or `null` counts as absent.
 *
 * @throws {InvalidSettings} when a setting is missing, unknown or malformed. The error lists all of them.
 * @example
 * const exchange = createTokenExchange({ dapi: { appSecret } })
 * const { data, error } = await exchange.dapi.exchangeToken({ accessCode, connectionId })
 */
export const createTokenExchange = <const Configured extends TokenExchangeSettings>(
  settings: Configured & Exact<Configured>,
): TokenExchange<Configured> => createClients(providers, settings)

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
