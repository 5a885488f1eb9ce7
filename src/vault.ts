/**
 * The vault: keeps what a redemption yields, and hands it out fresh, across crashes, processes and machines.
 *
 * @example
 * const vault = createVault({ store: sqliteStore("tokens.db"), keys: { "2026-11": key }, dapi: { appSecret } })
 * await vault.dapi.connect(userId, { accessCode, connectionId })
 * const { data, error } = await vault.dapi.tokens(userId)
 *
 * @module
 */
import type { Configured, Only, SettingsOf, Unknown } from "./configured.ts"
import type { Idle } from "./promise.ts"
import type { Providers, SharedSettings } from "./registry.ts"
import { createVaults, type KeepingSettings, type Upkeep, type VaultOf } from "./vault/promise.ts"
import * as vaults from "./vaults.ts"

export { type EnvSettings, fromEnv } from "./from-env.ts"
export { type Idle, type Redemption, reveal } from "./promise.ts"
export * from "./public.ts"
export type { OnOrphaned, OrphanedOutcome, SharedSettings, TokenSet } from "./registry.ts"
export type { AnyTokenSet } from "./token-set.ts"
export * from "./vault/errors.ts"
export type {
  ConnectionError,
  ConnectOptions,
  KeptError,
  ListedConnection,
  ListOptions,
  RefreshedError,
  RowError,
  TokensOptions,
} from "./vault/functions.ts"
export type { KeyService, VaultKey, VaultKeys } from "./vault/keys.ts"
export { memoryStore } from "./vault/memory.ts"
export type { KeepingSettings, PromisedConnections, Upkeep } from "./vault/promise.ts"
export type { Stored, VaultStore } from "./vault/store.ts"
export type * from "./vaults.ts"

type SettingsByProvider = { readonly [Name in keyof Providers]?: SettingsOf<Providers[Name]> }

/** The store, the keys, and the providers, each of which is optional. */
export interface VaultSettings extends KeepingSettings, SharedSettings, SettingsByProvider {}

/** The connections to the configured providers. A provider that may be absent from the settings is optional here. */
export type Vault<Settings extends VaultSettings> = Configured<Vaults<Settings>, Settings> & Upkeep & Idle

type Vaults<Settings extends VaultSettings> = {
  readonly [Name in keyof typeof vaults]: VaultOf<(typeof vaults)[Name], NonNullable<Settings[Name]>>
}

/** Rejects an unknown setting at compile time. */
type Exact<Settings extends VaultSettings> = {
  readonly [Key in keyof Settings]: Key extends keyof Providers
    ? Only<Settings[Key], SettingsOf<Providers[Key]>>
    : Key extends keyof (KeepingSettings & SharedSettings)
      ? Settings[Key]
      : Unknown<Key, keyof VaultSettings>
}

/**
 * A vault over a store. A setting that is `undefined` or `null` counts as absent.
 *
 * @throws {InvalidSettings} when a setting is missing, unknown or malformed. The error lists all of them.
 * @example
 * await using vault = createVault({ store: memoryStore(), keys: { "2026-11": key }, aisquare: {} })
 * await vault.aisquare.connect(userId, { username, password })
 * const { data, error } = await vault.aisquare.tokens(userId)
 */
export const createVault = <Settings extends VaultSettings>(
  settings: Settings & VaultSettings & Exact<Settings>,
): Vault<Settings> => createVaults(vaults, settings)
