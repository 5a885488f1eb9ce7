/** What the vault costs: a hit beside a bare SELECT of the same row, sealing, and a herd on one expired set. */
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import pg from "pg"
import { startPostgres, vaultSchema } from "../../contracts/vault/postgres.ts"
import { createSimulator } from "../../src/testing.ts"
import { postgresStore } from "../../src/vault/postgres.ts"
import { makeSealing } from "../../src/vault/sealing.ts"
import { sqliteStore } from "../../src/vault/sqlite.ts"
import { createVault, memoryStore, type VaultStore } from "../../src/vault.ts"
import { table } from "../table.ts"
import type { Options } from "./calls.ts"
import { median } from "./spread.ts"

const keys = { bench: new Uint8Array(32).fill(7) }
const row = "connection/aisquare/user"
const select = "SELECT value, version, written_at FROM token_exchange_vault WHERE key ="

/** Microseconds of one call, over `count` in a row. */
const time = async (count: number, call: () => unknown): Promise<number> => {
  const start = performance.now()
  for (let one = 0; one < count; one++) await call()
  return ((performance.now() - start) / count) * 1_000
}

/** The medians of calls that take turns. */
const compare = async (
  rounds: number,
  count: number,
  calls: ReadonlyArray<() => unknown>,
): Promise<ReadonlyArray<number>> => {
  const times: ReadonlyArray<Array<number>> = calls.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, call] of calls.entries()) times[index]?.push(await time(count, call))
  }
  return times.map(median)
}

/** A vault with one connection to a simulated AISquare. */
const connected = async (store: VaultStore, cacheFor: number) => {
  const simulator = createSimulator({ aisquare: { rotate: true } })
  const now = () => simulator.clock.now().getTime()
  const vault = createVault({ store, keys, cacheFor, now, ...simulator.settings })
  await vault.aisquare.connect("user", simulator.aisquare.user)
  return { simulator, hit: () => vault.aisquare.tokens("user") }
}

/** The section of the report. */
export const vault = async ({ rounds, say }: Options): Promise<string> => {
  say("vault: memory …")
  const memory = await connected(memoryStore(), 30_000)
  const [fromMemory = 0] = await compare(rounds, 5_000, [memory.hit])

  say("vault: SQLite …")
  const folder = await mkdtemp(join(tmpdir(), "token-exchange-bench-"))
  const path = join(folder, "tokens.db")
  const file = sqliteStore(path)
  const { hit } = await connected(file, 0)
  const database = new DatabaseSync(path)
  const prepared = database.prepare(`${select} ?`)
  const [ofSqlite = 0, fromSqlite = 0] = await compare(rounds, 1_000, [() => prepared.get(row), hit])
  database.close()
  file.close()
  await rm(folder, { recursive: true })

  say("vault: PostgreSQL …")
  await using server = await startPostgres()
  await using schema = await vaultSchema(server)
  const pool = new pg.Pool({ connectionString: schema.url, max: 4 })
  const stored = await connected(postgresStore(pool), 0)
  const query = () => pool.query(`${select} $1`, [row])
  const [ofPostgres = 0, fromPostgres = 0] = await compare(rounds, 300, [query, stored.hit])
  await pool.end()

  say("vault: sealing and a herd …")
  const { seal, open } = makeSealing(memoryStore(), keys)
  const text = "x".repeat(1_500)
  const box = await seal(row, text)
  const [sealing = 0, opening = 0] = await compare(rounds, 1_000, [() => seal(row, text), () => open(row, box)])
  const herd = await connected(memoryStore(), 30_000)
  const alone = await time(1, () => {
    herd.simulator.clock.advance(8 * 86_400_000)
    return herd.hit()
  })
  const before = herd.simulator.aisquare.journal.length
  herd.simulator.clock.advance(8 * 86_400_000)
  const all = await time(1, () => Promise.all(Array.from({ length: 1_600 }, herd.hit)))

  const rows: ReadonlyArray<readonly [what: string, time: number, bare?: number]> = [
    ["a hit from memory", fromMemory],
    ["a hit from SQLite, nothing remembered", fromSqlite, ofSqlite],
    ["a hit from PostgreSQL, nothing remembered", fromPostgres, ofPostgres],
    ["sealing a row of 1,500 bytes", sealing],
    ["opening it", opening],
  ]
  const lines = rows.map(([what, time, bare]) => [
    what,
    time.toFixed(1),
    ...(bare === undefined ? [] : [bare.toFixed(1), `${(time / bare).toFixed(1)} ×`]),
  ])
  return `## The vault

Medians of ${rounds} rounds in one process, in microseconds. A bare SELECT is one of the same row by the same driver; both take turns.

${table(["what", "µs", "a bare SELECT, µs", "ratio"], lines)}

1,600 calls of one process that find a set expired at the same time: ${herd.simulator.aisquare.journal.length - before} POST, and all are served in
${(all / 1_000).toFixed(1)} ms; a call alone takes ${(alone / 1_000).toFixed(1)} ms at a provider that answers at once. Processes beside each other: \`npm run vault:trials\`.`
}
