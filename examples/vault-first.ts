/** The vault in four lines: connect once, and ask for tokens from then on. */
import { type Credential, createVault, type SharedSettings, type VaultKey } from "token-exchange/vault"
import { sqliteStore } from "token-exchange/vault/sqlite"

export const connectAndUse = async (
  {
    path,
    key,
    superexecSecret,
    ...shared
  }: SharedSettings & { path: string; key: VaultKey; superexecSecret: Credential },
  userId: string,
  tempToken: string,
) => {
  const store = sqliteStore(path)
  // #region first
  const vault = createVault({ store, keys: { "2026-11": key }, aisquare: { superexecSecret }, ...shared })

  await vault.aisquare.connect(userId, { tempToken }) // presented at most once, ever; what comes is kept, sealed
  const { data, error } = await vault.aisquare.tokens(userId) // refreshed where due, by one process for all
  // #endregion
  await vault[Symbol.asyncDispose]()
  store.close()
  return { data, error }
}
