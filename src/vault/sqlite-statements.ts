/** What the store asks of SQLite: one table, and a prepared statement for each thing it does. */
import type { Stored } from "./store.ts"

/** What the store uses of a database. A `DatabaseSync` of `node:sqlite` fits as it is. */
export interface SqliteDatabase {
  /** Runs SQL without values, such as a pragma. */
  readonly exec: (sql: string) => unknown
  /** Prepares one statement, which is run many times. */
  readonly prepare: (sql: string) => SqliteStatement
}

/** A prepared statement. A row is an object with its columns by name. */
export interface SqliteStatement {
  /** The first row; nothing where there is none. */
  readonly get: (...values: Array<string | number | Uint8Array>) => unknown
  /** Every row. */
  readonly all: (...values: Array<string | number | Uint8Array>) => ReadonlyArray<unknown>
}

const table = `create table if not exists token_exchange_vault (
  key text not null primary key,
  value blob not null,
  version text not null,
  written_at integer not null
) strict`

/** Milliseconds since 1970, by SQLite's clock. */
const now = "cast(round((julianday('now') - 2440587.5) * 86400000) as integer)"

/** From this version on, a database in WAL mode can have several connections without risk. */
const safeWal = [3, 51, 3] as const

/** Sets the connection up, creates the table, and prepares the statements. It may be repeated when it throws. */
export const setUp = (
  connection: SqliteDatabase,
  pragmas: { readonly journal: "wal" | "delete" | undefined } | undefined,
) => {
  if (pragmas !== undefined) {
    // Short, since nothing else runs in this process meanwhile. A pragma, since Node 22.13 ignores the option.
    connection.exec("pragma busy_timeout = 5")
    connection.exec(`pragma journal_mode = ${pragmas.journal ?? safeJournal(connection)}`)
    // Whatever was answered as written is on the disk, in WAL mode too.
    connection.exec("pragma synchronous = full")
  }
  connection.exec(table)
  const read = connection.prepare(
    `select value, version, max(0, ${now} - written_at) as age from token_exchange_vault where key = ?`,
  )
  const insert = connection.prepare(
    `insert into token_exchange_vault (key, value, version, written_at) values (?, ?, ?, ${now})
     on conflict (key) do nothing returning version`,
  )
  const update = connection.prepare(
    `update token_exchange_vault set value = ?, version = ?, written_at = ${now}
     where key = ? and version = ? returning version`,
  )
  const remove = connection.prepare("delete from token_exchange_vault where key = ? and version = ? returning version")
  const list = connection.prepare(
    "select key from token_exchange_vault where key >= ? and key < ? and key > ? order by key limit ?",
  )
  return {
    read: (key: string) => storedOf(read.get(key)),
    // Always `all`: `get` stops at the first row, and would hide that the commit, which comes after it, has failed.
    insert: (key: string, value: Uint8Array, version: string) => insert.all(key, value, version).length === 1,
    update: (key: string, value: Uint8Array, version: string, expected: string) =>
      update.all(value, version, key, expected).length === 1,
    remove: (key: string, expected: string) => remove.all(key, expected).length === 1,
    // Keys are printable ASCII, so that this character comes after whatever may follow the prefix.
    list: (prefix: string, after: string, limit: number) =>
      list.all(prefix, `${prefix}\x7f`, after, limit).map((row) => String(column(row, "key"))),
  }
}

const safeJournal = (connection: SqliteDatabase): "wal" | "delete" => {
  const version = String(column(connection.prepare("select sqlite_version() as version").get(), "version"))
  const numbers = version.split(".").map(Number)
  const differing = safeWal.map((least, at) => (numbers[at] ?? 0) - least).find((difference) => difference !== 0)
  return (differing ?? 0) < 0 ? "delete" : "wal"
}

const column = (row: unknown, name: string): unknown =>
  typeof row === "object" && row !== null ? Reflect.get(row, name) : undefined

const storedOf = (row: unknown): Stored | undefined => {
  if (row === undefined) return undefined
  const value = column(row, "value")
  if (!(value instanceof Uint8Array)) throw new Error("a row of token_exchange_vault has no bytes as its value")
  return { value, version: String(column(row, "version")), age: Number(column(row, "age")) }
}
