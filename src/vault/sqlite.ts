/**
 * Keeps a vault in a SQLite database, for the processes of one machine with one local disk.
 *
 * @example
 * const vault = createVault({ store: sqliteStore("tokens.db"), keys, aisquare: {} })
 *
 * @module
 */
import { isLocked, patiently } from "./sqlite-busy.ts"
import { keepFromOthers, unusable } from "./sqlite-file.ts"
import { type SqliteDatabase, setUp } from "./sqlite-statements.ts"
import type { VaultStore } from "./store.ts"

export type { SqliteDatabase, SqliteStatement } from "./sqlite-statements.ts"
export type { Stored, VaultStore } from "./store.ts"

/** How a store on SQLite is set up. */
export interface SqliteStoreOptions {
  /**
   * SQLite's journal. By default `wal` from SQLite 3.51.3, and `delete` before: in WAL mode an older SQLite can corrupt
   * a database that has several connections. Let all processes on one database have the same version of their runtime.
   */
  readonly journal?: "wal" | "delete"
}

/** A store on SQLite. */
export interface SqliteStore extends VaultStore, Disposable {
  /** Closes the connection, if the store has opened it. */
  readonly close: () => void
}

/**
 * Opens the database at a path, creates it and its table where there is none, and throws when it cannot be used. The
 * database and its journal have the mode 0600; it is set on files that exist, too. `:memory:` keeps all in memory. An
 * open database may be given instead: it keeps its own pragmas, and its owner closes it.
 */
export const sqliteStore = (database: string | SqliteDatabase, options: SqliteStoreOptions = {}): SqliteStore => {
  const { name, connection, pragmas, close } = typeof database === "string" ? open(database, options) : given(database)
  let prepared: ReturnType<typeof setUp> | undefined
  const statements = () => {
    prepared ??= setUp(connection, pragmas)
    return prepared
  }
  const run = <A>(statement: () => A): Promise<A> =>
    patiently(statement).catch((cause) => {
      throw unusable(name, cause)
    })
  try {
    statements()
  } catch (cause) {
    // The first call then waits for whoever has it locked.
    if (!isLocked(cause)) {
      close()
      throw unusable(name, cause)
    }
  }
  return {
    read: (key) => run(() => statements().read(key)),
    write: (key, value, expected) => {
      const version = crypto.randomUUID()
      return run(() => {
        const { insert, update } = statements()
        const isWritten = expected === undefined ? insert(key, value, version) : update(key, value, version, expected)
        return isWritten ? version : undefined
      })
    },
    remove: (key, expected) => run(() => statements().remove(key, expected)),
    list: (prefix, after = "", limit) => run(() => statements().list(prefix, after, limit)),
    close,
    [Symbol.dispose]: close,
  }
}

const open = (path: string, { journal }: SqliteStoreOptions) => {
  try {
    const isFile = path !== ":memory:"
    if (isFile) keepFromOthers(path)
    // Not imported: older Nodes would warn on every import, and bundlers do not know `node:sqlite` yet.
    const { DatabaseSync } = process.getBuiltinModule("node:sqlite")
    const connection = new DatabaseSync(path)
    let isOpen = true
    const close = () => {
      if (isOpen) connection.close()
      isOpen = false
    }
    return { name: path, connection, pragmas: isFile ? { journal } : undefined, close }
  } catch (cause) {
    throw unusable(path, cause)
  }
}

const given = (connection: SqliteDatabase) => ({ name: "given", connection, pragmas: undefined, close: () => {} })
