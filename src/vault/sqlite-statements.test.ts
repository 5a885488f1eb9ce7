import { expect, it } from "vitest"
import { type SqliteDatabase, setUp } from "./sqlite-statements.ts"

/** A connection that only says which SQLite it is, and the pragmas that it was given. */
const connectionOf = (version: string) => {
  const executed: Array<string> = []
  const connection: SqliteDatabase = {
    exec: (sql) => executed.push(sql),
    prepare: () => ({ get: () => ({ version }), all: () => [] }),
  }
  return { connection, pragmas: () => executed.filter((sql) => sql.startsWith("pragma")) }
}

it.each([
  ["3.47.2", "delete"],
  ["3.51.2", "delete"],
  ["3.51.3", "wal"],
  ["3.51.10", "wal"],
  ["3.52.0", "wal"],
  ["3.9.9", "delete"],
  ["4.0.0", "wal"],
])("SQLite %s has the journal %s", (version, journal) => {
  const { connection, pragmas } = connectionOf(version)
  setUp(connection, { journal: undefined })
  expect(pragmas()).toEqual([
    "pragma busy_timeout = 5",
    `pragma journal_mode = ${journal}`,
    "pragma synchronous = full",
  ])
})

it("a journal that was asked for is used, and a database that was given keeps its pragmas", () => {
  const asked = connectionOf("3.47.2")
  setUp(asked.connection, { journal: "wal" })
  expect(asked.pragmas()).toContain("pragma journal_mode = wal")
  const given = connectionOf("3.47.2")
  setUp(given.connection, undefined)
  expect(given.pragmas()).toEqual([])
})
