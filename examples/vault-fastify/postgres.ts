/** A service on many machines: its vault is a table in PostgreSQL. */
import Fastify from "fastify"
import pg from "pg"
import { createVault } from "token-exchange/vault"
import { postgresStore } from "token-exchange/vault/postgres"
import { addRoutes, type Service } from "./routes.ts"
import type { Settings } from "./sqlite.ts"

export const buildServer = (connectionString: string, settings: Settings, service: Service) => {
  // #region postgres
  const pool = new pg.Pool({ connectionString }) // through PgBouncer too
  const vault = createVault({ store: postgresStore(pool), ...settings })
  const server = Fastify()
  addRoutes(server, vault.aisquare, service)

  server.addHook("onClose", async () => {
    await vault[Symbol.asyncDispose]() // what is under way ends, and is kept
    await pool.end()
  })
  process.once("SIGTERM", () => server.close())
  // #endregion
  return server
}
