/** Every store of this package holds the laws, and every law catches a store that breaks it. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { storeLaws } from "../../src/testing.ts"
import { memoryStore } from "../../src/vault/memory.ts"
import { type PostgresClient, postgresStore } from "../../src/vault/postgres.ts"
import { type SqliteStore, sqliteStore } from "../../src/vault/sqlite.ts"
import type { VaultStore } from "../../src/vault/store.ts"
import { brokenStores } from "./fixtures/broken.ts"
import { pooling } from "./fixtures/pooling.ts"
import { type PostgresServer, type Schema, startPostgres, vaultSchema } from "./postgres.ts"

/** A test for each law. `open` is called within them. */
const holdsTheLaws = (open: () => VaultStore) => {
  it.each(storeLaws)("$name", ({ check }) => check(open))
}

describe("memory", () => {
  const store = memoryStore()
  holdsTheLaws(() => store)
})

describe.each(["wal", "delete"] as const)("SQLite, a connection for each handle, journal %s", (journal) => {
  const folder = mkdtempSync(join(tmpdir(), "vault-laws-"))
  const opened: Array<SqliteStore> = []
  afterAll(() => {
    for (const store of opened) store.close()
    rmSync(folder, { recursive: true })
  })
  holdsTheLaws(() => {
    const store = sqliteStore(join(folder, "tokens.db"), { journal })
    opened.push(store)
    return store
  })
})

describe("SQLite in memory", () => {
  const store = sqliteStore(":memory:")
  afterAll(store.close)
  holdsTheLaws(() => store)
})

describe("SQLite, a database that is given", () => {
  const database = new DatabaseSync(":memory:")
  afterAll(() => database.close())
  holdsTheLaws(() => sqliteStore(database))
})

describe("PostgreSQL", () => {
  let server: PostgresServer
  let schema: Schema
  const pools: Array<pg.Pool> = []
  beforeAll(async () => {
    server = await startPostgres()
    schema = await vaultSchema(server)
  })
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()))
    await schema[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })
  const pool = (options: pg.PoolConfig = {}) => {
    const made = new pg.Pool({ connectionString: schema.url, ...options })
    pools.push(made)
    return made
  }
  /** Makes a client once. */
  const once = (make: () => PostgresClient) => {
    let made: PostgresClient | undefined
    return () => {
      made ??= make()
      return postgresStore(made)
    }
  }

  describe("pools of two processes", () => {
    const handles = [once(() => pool({ max: 8 })), once(() => pool({ max: 8 }))]
    let turn = 0
    holdsTheLaws(() => handles[turn++ % 2]?.() ?? expect.fail("no handle"))
  })

  describe("one connection", () => holdsTheLaws(once(() => pool({ max: 1 }))))

  describe("each statement in another session, as PgBouncer pools transactions", () =>
    holdsTheLaws(once(() => pooling([1, 2, 3].map(() => pool({ max: 1 }))))))

  describe("a default isolation of serializable", () => {
    const strict = () => {
      const url = new URL(schema.url)
      const options = `${url.searchParams.get("options")} -c default_transaction_isolation=serializable`
      url.searchParams.set("options", options)
      return pool({ connectionString: url.href, max: 8 })
    }
    holdsTheLaws(once(strict))
  })

  describe("bytes that come as text", () => holdsTheLaws(once(() => asText(pool({ max: 2 })))))
})

/** A driver that knows no type `bytea`. */
const asText = (pool: pg.Pool): PostgresClient => ({
  query: (text, values) =>
    pool.query({ text, values, types: { getTypeParser: () => (value: string | Buffer) => String(value) } }),
})

describe("a store that breaks a law is caught by it", () => {
  it.each(brokenStores)("$what: $law", async ({ law, make }) => {
    const { check } = storeLaws.find(({ name }) => name === law) ?? expect.fail(`no law "${law}"`)
    await expect(check(make())).rejects.toThrow(`The store breaks the law "${law}": `)
  })

  it("each law", () => {
    expect(new Set(brokenStores.map(({ law }) => law))).toEqual(new Set(storeLaws.map(({ name }) => name)))
  })
})
