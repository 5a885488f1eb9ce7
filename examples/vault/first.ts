/** The vault in four lines: connect once, and ask for tokens from then on. */
import { type Credential, createVault, type VaultKey } from "token-exchange/vault"
import { sqliteStore } from "token-exchange/vault/sqlite"

export interface Secrets {
  readonly key: VaultKey
  readonly superexecSecret: Credential
}

export const connectAndUse = async (
  path: string,
  { key, superexecSecret }: Secrets,
  userId: string,
  tempToken: string,
) => {
  // #region first
  const store = sqliteStore(path)
  const vault = createVault({ store, keys: { "2026-11": key }, aisquare: { superexecSecret } })

  await vault.aisquare.connect(userId, { tempToken }) // sends the code at most once, and keeps the tokens
  const { data, error } = await vault.aisquare.tokens(userId) // fresh: refreshed if they are about to expire
  // #endregion
  await vault[Symbol.asyncDispose]()
  store.close()
  return { data, error }
}
