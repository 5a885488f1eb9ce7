/** A service on one machine: its vault is a SQLite database, which all of its processes share. */
import Fastify from "fastify"
import {
  type AISquareSettings,
  type Credential,
  createVault,
  type SharedSettings,
  type VaultKeys,
} from "token-exchange/vault"
import { sqliteStore } from "token-exchange/vault/sqlite"
import { addRoutes, type Service } from "./routes.ts"

export interface Settings extends SharedSettings {
  readonly keys: VaultKeys
  readonly aisquare: AISquareSettings & { readonly superexecSecret: Credential }
  readonly now?: () => number
}

export const buildServer = (path: string, settings: Settings, service: Service) => {
  // #region sqlite
  const store = sqliteStore(path) // "tokens.db": created with mode 0600, nothing to install
  const vault = createVault({ store, ...settings }) // keys: { "2026-11": key }, aisquare: { superexecSecret }
  const server = Fastify()
  addRoutes(server, vault.aisquare, service)

  server.addHook("onClose", async () => {
    await vault[Symbol.asyncDispose]() // what is under way ends, and is kept
    store.close()
  })
  process.once("SIGTERM", () => server.close())
  // #endregion
  return server
}
