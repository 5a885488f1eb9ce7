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

  await vault.aisquare.connect(userId, { tempToken }) // presented at most once, ever; what comes is kept, sealed
  const { data, error } = await vault.aisquare.tokens(userId) // refreshed where due, by one process for all
  // #endregion
  await vault[Symbol.asyncDispose]()
  store.close()
  return { data, error }
}
