/**
 * Keeps a vault in PostgreSQL, for the processes of many machines. Run `token-exchange/vault/postgres.sql` once before.
 *
 * @example
 * postgresStore(new pg.Pool()) // PGlite fits as it is, too
 * postgresStore({ query: async (text, values) => ({ rows: await sql.unsafe(text, values) }) }) // postgres.js
 * postgresStore({ query: async (text, values) => ({ rows: await runPromise(sql.unsafe(text, values)) }) }) // Effect
 *
 * @module
 */
import type { Stored, VaultStore } from "./store.ts"

export type { Stored, VaultStore } from "./store.ts"

/**
 * What runs a statement: any driver's pool. It must reach the primary server, since a replica lags behind. Each call is
 * one statement, which leaves nothing in its session: PgBouncer may pool transactions.
 */
export interface PostgresClient {
  /** Runs one statement with its values as `$1`, `$2` and so on. Rejects where it fails. */
  query(text: string, values: Array<PostgresValue>): Promise<{ readonly rows: ReadonlyArray<PostgresRow> }>
}

/** What the store sends as `$1`, `$2` and so on. */
export type PostgresValue = string | number | Uint8Array

/** A row with its columns by name. Bytes may come as bytes, or as PostgreSQL's text of them. */
export interface PostgresRow {
  readonly [column: string]: unknown
}

const statements = {
  read: `select value, version,
    greatest(0, extract(epoch from clock_timestamp() - written_at) * 1000)::float8 as age
    from token_exchange_vault where key = $1`,
  insert: `insert into token_exchange_vault (key, value, version, written_at) values ($1, $2, $3, clock_timestamp())
    on conflict (key) do nothing returning version`,
  update: `update token_exchange_vault set value = $2, version = $3, written_at = clock_timestamp()
    where key = $1 and version = $4 returning version`,
  remove: "delete from token_exchange_vault where key = $1 and version = $2 returning version",
  list: "select key from token_exchange_vault where key >= $1 and key < $2 and key > $3 order by key limit $4",
}

/** Creates a store on a client, which its owner closes. */
export const postgresStore = (client: PostgresClient): VaultStore => {
  const run = (name: keyof typeof statements, values: Array<PostgresValue>, attempts = 10): Promise<Rows> =>
    // A client that throws rejects.
    new Promise<Awaited<ReturnType<PostgresClient["query"]>>>((resolve) =>
      resolve(client.query(statements[name], values)),
    ).then(
      ({ rows }) => rows,
      (cause) => {
        const code = codeOf(cause)
        // Only in databases whose default isolation is stricter. Such a statement has done nothing.
        if (code === serializationFailure && attempts > 1) return run(name, values, attempts - 1)
        throw code === undefinedTable ? new Error(noTable, { cause }) : cause
      },
    )
  return {
    read: (key) => run("read", [key]).then(([row]) => (row === undefined ? undefined : storedOf(row))),
    write: (key, value, expected) => {
      const version = crypto.randomUUID()
      const written =
        expected === undefined ? run("insert", [key, value, version]) : run("update", [key, value, version, expected])
      return written.then(({ length }) => (length === 1 ? version : undefined))
    },
    remove: (key, expected) => run("remove", [key, expected]).then(({ length }) => length === 1),
    // Keys are printable ASCII, so that this character comes after whatever may follow the prefix.
    list: (prefix, after = "", limit) =>
      run("list", [prefix, `${prefix}\x7f`, after, limit]).then((rows) => rows.map(({ key }) => String(key))),
  }
}

type Rows = ReadonlyArray<PostgresRow>

const undefinedTable = "42P01"
const serializationFailure = "40001"

const noTable =
  "PostgreSQL finds no table token_exchange_vault. Run token-exchange/vault/postgres.sql once, and check search_path."

/** PostgreSQL's own code of an error. Some drivers wrap it. */
const codeOf = (error: unknown): unknown => {
  if (!(error instanceof Error)) return undefined
  return "code" in error && typeof error.code === "string" ? error.code : codeOf(error.cause)
}

const storedOf = ({ value, version, age }: PostgresRow): Stored => ({
  value: bytesOf(value),
  version: String(version),
  age: Number(age),
})

/** Plain bytes: parts of a Buffer would still share its memory. */
const bytesOf = (value: unknown): Uint8Array => {
  if (value instanceof Uint8Array) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  if (typeof value !== "string" || !value.startsWith("\\x")) {
    throw new Error("The driver gave no bytes for the column value of token_exchange_vault.")
  }
  return Uint8Array.from(value.slice(2).match(/../g) ?? [], (digits) => Number.parseInt(digits, 16))
}
