/** What the vault costs: a hit, beside a bare SELECT of the same row. */
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import pg from "pg"
import { startPostgres, vaultSchema } from "../../contracts/vault/postgres.ts"
import { createSimulator } from "../../src/testing.ts"
import { postgresStore } from "../../src/vault/postgres.ts"
import { sqliteStore } from "../../src/vault/sqlite.ts"
import { createVault, memoryStore, type VaultStore } from "../../src/vault.ts"
import { table } from "../table.ts"
import type { Options } from "./calls.ts"
import { median } from "./spread.ts"

const row = "connection/aisquare/user"
const select = "SELECT value, version, written_at FROM token_exchange_vault WHERE key ="

/** The medians, in microseconds, of calls that take turns: `count` in a row of each in a round. */
const compare = async (rounds: number, count: number, calls: ReadonlyArray<() => unknown>) => {
  const times: ReadonlyArray<Array<number>> = calls.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, call] of calls.entries()) {
      const since = performance.now()
      for (let one = 0; one < count; one++) await call()
      times[index]?.push(((performance.now() - since) / count) * 1_000)
    }
  }
  return times.map(median)
}

/** Hands out the tokens of one connection to a simulated AISquare. */
const hitOf = async (store: VaultStore, cacheFor = 0) => {
  const simulator = createSimulator({ aisquare: { rotate: true } })
  const now = () => simulator.clock.now().getTime()
  const keys = { bench: new Uint8Array(32).fill(7) }
  const vault = createVault({ store, keys, cacheFor, now, ...simulator.settings })
  await vault.aisquare.connect("user", simulator.aisquare.user)
  return () => vault.aisquare.tokens("user")
}

/** The section of the report. */
export const vault = async ({ rounds, say }: Options): Promise<string> => {
  say("vault …")
  const [fromMemory = 0] = await compare(rounds, 5_000, [await hitOf(memoryStore(), 30_000)])

  const folder = await mkdtemp(join(tmpdir(), "token-exchange-bench-"))
  const path = join(folder, "tokens.db")
  const file = sqliteStore(path)
  const hit = await hitOf(file)
  const database = new DatabaseSync(path)
  const prepared = database.prepare(`${select} ?`)
  const [ofSqlite = 0, fromSqlite = 0] = await compare(rounds, 1_000, [() => prepared.get(row), hit])
  database.close()
  file.close()
  await rm(folder, { recursive: true })

  await using server = await startPostgres()
  await using schema = await vaultSchema(server)
  const pool = new pg.Pool({ connectionString: schema.url, max: 4 })
  const query = () => pool.query(`${select} $1`, [row])
  const [ofPostgres = 0, fromPostgres = 0] = await compare(rounds, 300, [query, await hitOf(postgresStore(pool))])
  await pool.end()

  const lines = [
    ["from memory", fromMemory.toFixed(1)],
    ...[
      ["from SQLite, nothing remembered", fromSqlite, ofSqlite] as const,
      ["from PostgreSQL, nothing remembered", fromPostgres, ofPostgres] as const,
    ].map(([what, time, bare]) => [what, time.toFixed(1), bare.toFixed(1), `${(time / bare).toFixed(1)} ×`]),
  ]
  return `## The vault

Medians of ${rounds} rounds in one process. A bare SELECT is one of the same row by the same driver; both take turns.
Many callers and processes beside each other: \`npm run vault:trials\`.

${table(["a hit", "µs", "a bare SELECT, µs", "ratio"], lines)}`
}
