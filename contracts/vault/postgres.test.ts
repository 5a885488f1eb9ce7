/** What is particular to PostgreSQL: rights, errors of drivers, and a server for tests that nobody can leave behind. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync } from "node:fs"
import { join } from "node:path"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { storeLaws } from "../../src/testing.ts"
import { type PostgresClient, postgresStore } from "../../src/vault/postgres.ts"
import { type PostgresServer, type Schema, startPostgres, vaultSchema } from "./postgres.ts"

const value = Uint8Array.of(0, 1, 255)

/** An error as drivers have it. */
const failure = (code: string, message = "no") => Object.assign(new Error(message), { code })

describe("with a server", () => {
  let server: PostgresServer
  let schema: Schema
  let pool: pg.Pool
  beforeAll(async () => {
    server = await startPostgres()
    schema = await vaultSchema(server)
    pool = new pg.Pool({ connectionString: schema.url })
  })
  afterAll(async () => {
    await pool.end()
    await schema[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  it("a missing table says which file to run", async () => {
    const elsewhere = new pg.Pool({ connectionString: server.url })
    const read = postgresStore(elsewhere).read("a")
    await expect(read).rejects.toThrow("Run token-exchange/vault/postgres.sql once, and check search_path.")
    await elsewhere.end()
  })

  it("a role needs the rights that postgres.sql names, and no others", async () => {
    const role = `service_${crypto.randomUUID().replaceAll("-", "")}`
    const [name] = (await pool.query("select current_schema as name")).rows.map(({ name }) => String(name))
    const grant = `grant usage on schema ${name} to ${role}; grant select, insert, update, delete on token_exchange_vault to ${role}`
    await pool.query(`create role ${role}; ${grant}`)
    const url = new URL(schema.url)
    url.searchParams.set("options", `${url.searchParams.get("options")} -c role=${role}`)
    const service = new pg.Pool({ connectionString: url.href })
    for (const { check } of storeLaws) await check(() => postgresStore(service))
    const wide = service.query("truncate token_exchange_vault")
    await expect(wide).rejects.toThrow("permission denied")
    await service.end()
    await pool.query(`drop owned by ${role}; drop role ${role}`)
  })

  it("each method is one statement", async () => {
    const sent: Array<string> = []
    const store = postgresStore({
      query: (text, values) => {
        sent.push(text.trim().split(" ")[0] ?? "")
        return pool.query(text, values)
      },
    })
    const first = (await store.write("one", value, undefined)) ?? expect.fail("not written")
    const second = (await store.write("one", value, first)) ?? expect.fail("not written")
    await store.write("one", value, first)
    await store.read("one")
    await store.list("one", undefined, 1)
    await store.remove("one", second)
    expect(sent).toEqual(["insert", "update", "update", "select", "select", "delete"])
  })

  it("gives plain bytes, whose parts are copies", async () => {
    const store = postgresStore(pool)
    await store.write("bytes", value, undefined)
    const seen = (await store.read("bytes"))?.value
    expect(Object.getPrototypeOf(seen)).toBe(Uint8Array.prototype)
    expect(seen).toEqual(value)
  })

  it("an empty value is bytes too", async () => {
    const store = postgresStore(pool)
    const version = await store.write("empty", new Uint8Array(), undefined)
    expect(await store.read("empty")).toMatchObject({ value: new Uint8Array(), version })
  })

  it("never gives a negative age, even if the clock was set back", async () => {
    const store = postgresStore(pool)
    await store.write("age", value, undefined)
    await pool.query("update token_exchange_vault set written_at = written_at + interval '1 hour' where key = 'age'")
    expect((await store.read("age"))?.age).toBe(0)
  })

  it("finds its keys by the index, whatever the database's locale", async () => {
    const plan = await pool.query(
      `explain select key from token_exchange_vault where key >= 'a' and key < 'b' and key > 'a1' order by key limit 5`,
    )
    const text = plan.rows.map((row) => Object.values(row).join()).join("\n")
    expect(text).toMatch(/Index (Only )?Scan|Bitmap Index Scan/)
  })
})

describe("errors of a driver", () => {
  const failing = (error: unknown) => {
    const query = vi.fn<PostgresClient["query"]>(() => Promise.reject(error))
    return { query, store: postgresStore({ query }) }
  }

  it("reach the caller as they are", async () => {
    const error = failure("08006", "connection failure")
    await expect(failing(error).store.write("a", value, undefined)).rejects.toBe(error)
  })

  it("that a client throws reject", async () => {
    const store = postgresStore({
      query: () => {
        throw failure("08006", "closed")
      },
    })
    await expect(store.read("a")).rejects.toThrow("closed")
  })

  it("that are wrapped are known by their cause", async () => {
    const { store } = failing(new Error("failed", { cause: failure("42P01") }))
    await expect(store.read("a")).rejects.toThrow("PostgreSQL finds no table token_exchange_vault.")
  })

  it("of a serialization that fails are tried again, ten times at most", async () => {
    const error = failure("40001")
    const { store, query } = failing(error)
    await expect(store.remove("a", "1")).rejects.toBe(error)
    expect(query).toHaveBeenCalledTimes(10)
  })

  it("a value without bytes is refused", async () => {
    const store = postgresStore({ query: async () => ({ rows: [{ value: 17, version: "1", age: "2.5" }] }) })
    await expect(store.read("a")).rejects.toThrow("The driver gave no bytes")
  })

  it("bytes and numbers as text are read", async () => {
    const store = postgresStore({ query: async () => ({ rows: [{ value: "\\x00ff7f", version: "1", age: "2.5" }] }) })
    expect(await store.read("a")).toEqual({ value: Uint8Array.of(0, 255, 127), version: "1", age: 2.5 })
  })
})

it.skipIf(process.env.DATABASE_URL)("a server ends with the process that started it, even by kill -9", async () => {
  const holder = spawn(process.execPath, [join(import.meta.dirname, "fixtures/holds-postgres.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  const [printed] = await once(holder.stdout, "data")
  const { url, dataFolder }: { url: string; dataFolder: string } = JSON.parse(String(printed))
  expect(existsSync(dataFolder)).toBe(true)
  holder.kill("SIGKILL")
  await vi.waitFor(() => expect(existsSync(dataFolder)).toBe(false), { timeout: 20_000 })
  const client = new pg.Client({ connectionString: url })
  await expect(client.connect()).rejects.toThrow("ECONNREFUSED")
})
