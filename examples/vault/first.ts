/**
 * The vault in four lines: connect once, and ask for tokens from then on.
 *
 * To use it: copy this folder and run `npm install`. A key is 32 bytes in base64: `openssl rand -base64 32` makes one.
 */
import {
  type AISquareSettings,
  type Credential,
  createVault,
  type SharedSettings,
  type VaultKey,
} from "token-exchange/vault"
import { sqliteStore } from "token-exchange/vault/sqlite"

export interface Settings extends SharedSettings {
  readonly aisquare: AISquareSettings & { readonly superexecSecret: Credential }
}

export const connectAndUse = async (
  path: string,
  key: VaultKey,
  settings: Settings,
  userId: string,
  tempToken: string,
) => {
  // #region first
  const store = sqliteStore(path) // "tokens.db"
  // key: 32 bytes, by `openssl rand -base64 32`. settings: fromEnv("aisquare").
  const vault = createVault({ store, keys: { "2026-11": key }, ...settings })

  await vault.aisquare.connect(userId, { tempToken }) // sends the code at most once, and keeps the tokens
  const { data, error } = await vault.aisquare.tokens(userId) // fresh: refreshed if they are about to expire
  // #endregion
  await vault[Symbol.asyncDispose]()
  store.close()
  return { data, error }
}
