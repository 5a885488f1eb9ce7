/** What is particular to SQLite: who may read its files, who waits for whom, and what goes wrong with a path. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { sqliteStore } from "../../src/vault/sqlite.ts"
import { run } from "../process.ts"

const journals = ["wal", "delete"] as const
const value = (text: string) => new TextEncoder().encode(text)
const textOf = (row: { readonly value: Uint8Array } | undefined) => row && new TextDecoder().decode(row.value)

let folder = ""
// Whatever the shell that runs this has.
process.umask(0o022)
let path = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vault-sqlite-"))
  path = join(folder, "tokens.db")
})
afterEach(() => rmSync(folder, { recursive: true }))

const modes = () =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]))

const program = (name: string, ...args: ReadonlyArray<string>) =>
  run([process.execPath, join(import.meta.dirname, "fixtures", name), ...args])

describe("only the owner may read", () => {
  it.each(journals)("a new database and all files beside it, journal %s", async (journal) => {
    using store = sqliteStore(path, { journal })
    const version = await store.write("a", value("1"), undefined)
    // What is beside the database while a write is under way.
    const writer = new DatabaseSync(path)
    writer.exec("begin immediate; update token_exchange_vault set written_at = 0")
    expect(modes()).toEqual(
      journal === "wal"
        ? { "tokens.db": "600", "tokens.db-wal": "600", "tokens.db-shm": "600" }
        : { "tokens.db": "600", "tokens.db-journal": "600" },
    )
    writer.exec("rollback")
    writer.close()
    expect((await store.read("a"))?.version).toBe(version)
  })

  it("a database that was there, and its journals", async () => {
    new DatabaseSync(path).exec("pragma journal_mode = wal; create table other (a)")
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o664)
    expect(Object.values(modes())).toEqual(["664", "664", "664"])
    using store = sqliteStore(path, { journal: "wal" })
    expect(await store.read("a")).toBeUndefined()
    expect(modes()).toEqual({ "tokens.db": "600", "tokens.db-wal": "600", "tokens.db-shm": "600" })
  })

  it("the file that a link points to", async () => {
    const real = join(folder, "real")
    mkdirSync(real)
    writeFileSync(join(real, "data.db"), "", { mode: 0o644 })
    symlinkSync(join(real, "data.db"), path)
    using store = sqliteStore(path)
    await store.write("a", value("1"), undefined)
    expect(readdirSync(real).map((name) => statSync(join(real, name)).mode & 0o777)).toEqual([0o600, 0o600, 0o600])
  })
})

describe("a path that cannot be used says what to do", () => {
  it.each([
    ["a folder that does not exist", () => join(folder, "none", "tokens.db"), "create it first"],
    ["a folder", () => folder, "Give the path of a file in that folder."],
    ["nothing", () => "", "its path is empty"],
    [
      "a link to nothing",
      () => {
        symlinkSync(join(folder, "nothing"), path)
        return path
      },
      "this is a link to a file that does not exist",
    ],
    ["a URI", () => `file:${path}?mode=ro`, "this is a URI, give the path alone"],
    [
      "another file",
      () => {
        writeFileSync(path, "no database, but text ".repeat(100))
        return path
      },
      "the file is another one, or damaged",
    ],
  ])("%s", (_, pathOf, message) => {
    const bad = pathOf()
    expect(() => sqliteStore(bad)).toThrow(message)
    expect(() => sqliteStore(bad)).toThrow(`The SQLite database ${JSON.stringify(bad)} cannot be used: `)
  })

  it("leaves a folder's mode alone", () => {
    const mode = statSync(folder).mode
    expect(() => sqliteStore(folder)).toThrow("EISDIR")
    expect(statSync(folder).mode).toBe(mode)
  })

  it("a store that was closed", async () => {
    const store = sqliteStore(path)
    store.close()
    store.close()
    await expect(store.read("a")).rejects.toThrow("cannot be used")
  })
})

describe.each(journals)("with journal %s", (journal) => {
  it("keeps what was written", async () => {
    const first = sqliteStore(path, { journal })
    const version = await first.write("a", value(""), undefined)
    first.close()
    using second = sqliteStore(path, { journal })
    expect(await second.read("a")).toMatchObject({ value: new Uint8Array(), version })
  })

  it("loses no write of 4 processes that increment one row 200 times each, and lets no SQLITE_BUSY out", async () => {
    const ran = await Promise.all([1, 2, 3, 4].map(() => program("increment.ts", path, journal, "200")))
    expect(ran.map(({ code, stderr }) => [code, stderr])).toEqual(ran.map(() => [0, ""]))
    using store = sqliteStore(path, { journal })
    expect(textOf(await store.read("counter"))).toBe("800")
  })

  it("waits for a transaction, without stopping the event loop that ends it", async () => {
    using store = sqliteStore(path, { journal })
    const other = new DatabaseSync(path)
    other.exec("begin immediate")
    const written = store.write("a", value("1"), undefined)
    await vi.waitFor(() => other.exec("commit"))
    expect(await written).toEqual(expect.any(String))
    other.close()
  })

  it("opens while another process writes, and then waits for it", async () => {
    sqliteStore(path, { journal }).close()
    const other = new DatabaseSync(path)
    other.exec("begin exclusive")
    using store = sqliteStore(path, { journal })
    const read = store.read("a")
    await vi.waitFor(() => other.exec("commit"))
    expect(await read).toBeUndefined()
    other.close()
  })
})

it("gives up after ten seconds, and says why", async () => {
  using store = sqliteStore(path)
  const other = new DatabaseSync(path)
  other.exec("begin immediate")
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] })
  const begun = performance.now()
  const written = store.write("a", value("1"), undefined).catch((error) => [performance.now() - begun, error])
  await vi.advanceTimersByTimeAsync(10_100)
  vi.useRealTimers()
  const [after, error] = (await written) ?? []
  expect(after).toBeGreaterThan(10_000)
  expect(error).toMatchObject({
    message: expect.stringContaining("database is locked. Another process has it locked."),
  })
  other.close()
})

it("reports no write whose commit has failed", async () => {
  using store = sqliteStore(path, { journal: "delete" })
  const first = await store.write("a", value("1"), undefined)
  // With the rollback journal a reader keeps others from committing, and from nothing else.
  const reader = new DatabaseSync(path)
  reader.exec("begin")
  reader.prepare("select count(*) from token_exchange_vault").get()
  let isAnswered = false
  const written = store.write("a", value("2"), first).finally(() => {
    isAnswered = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(isAnswered).toBe(false)
  expect(textOf(await store.read("a"))).toBe("1")
  reader.exec("commit")
  const second = await written
  expect(await store.read("a")).toMatchObject({ value: value("2"), version: second })
  reader.close()
})

it("opening a database again ends no lock that this process has on it", async () => {
  sqliteStore(path, { journal: "delete" }).close()
  const database = new DatabaseSync(path)
  database.exec("begin immediate")
  sqliteStore(path, { journal: "delete" }).close()
  const write = `new (require("node:sqlite").DatabaseSync)(process.argv[1]).exec("begin immediate")`
  const { output } = await run([process.execPath, "--eval", write, path])
  expect(output).toContain("database is locked")
  database.close()
})

it("takes an open database as it is, and leaves it open", async () => {
  const database = new DatabaseSync(path)
  database.exec("pragma busy_timeout = 17")
  const store = sqliteStore(database, { journal: "wal" })
  const version = await store.write("a", value("1"), undefined)
  store.close()
  expect(database.prepare("pragma journal_mode").get()).toEqual({ journal_mode: "delete" })
  expect(database.prepare("pragma busy_timeout").get()).toEqual({ timeout: 17 })
  expect(database.prepare("select key, version from token_exchange_vault").all()).toEqual([{ key: "a", version }])
  database.close()
})

it("never gives a negative age, even if the clock was set back", async () => {
  using store = sqliteStore(path)
  await store.write("a", value("1"), undefined)
  const database = new DatabaseSync(path)
  database.exec("update token_exchange_vault set written_at = written_at + 3600000")
  database.close()
  expect((await store.read("a"))?.age).toBe(0)
})

it("creates no file beside the database in memory", () => {
  sqliteStore(":memory:").close()
  expect(existsSync(":memory:")).toBe(false)
})
