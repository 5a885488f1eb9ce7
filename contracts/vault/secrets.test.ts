/** No secret is on disk in plain text, or in anything that a vault tells its caller: every file, error and warning. */
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { inspect } from "node:util"
import pg from "pg"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import { postgresStore } from "../../src/vault/postgres.ts"
import { sqliteStore } from "../../src/vault/sqlite.ts"
import type { VaultStore as Store } from "../../src/vault.ts"
import { filesIn, hitsIn, hitsPrinted, report, temporary } from "./fixtures/canary-hits.ts"
import { live, type Outcomes, revealed } from "./fixtures/canary-life.ts"
import { makeSearch, type Search } from "./fixtures/canary-search.ts"
import { startPostgres, vaultSchema } from "./postgres.ts"

/** Everything that the process warns of. */
const hearing = () => {
  const warnings: Array<string> = []
  const spy = vi.spyOn(process, "emitWarning").mockImplementation((...all) => void warnings.push(inspect(all)))
  onTestFinished(() => spy.mockRestore())
  return warnings
}

/** What each scene came to. */
const tagsOf = (outcomes: Outcomes) =>
  outcomes.map(([scene, outcome]) => [scene, Object(outcome).error?._tag ?? "done"] as const)

const expected = {
  "connect with a password": "done",
  "connect with a temp token": "done",
  "connect at Dapi": "done",
  "connect at Dapi again": "done",
  "connect at Finqware": "done",
  GrantTaken: "GrantTaken",
  "refresh with rotation": "done",
  "refresh at once": "done",
  "rejected at AISquare": "done",
  "rejected and refreshed": "done",
  ConsentRequired: "ConsentRequired",
  InvalidGrant: "InvalidGrant",
  "UnexpectedResponse with recovered": "UnexpectedResponse",
  "the same verdict in another vault": "UnexpectedResponse",
  OutcomeUnknown: "OutcomeUnknown",
  NotConnected: "NotConnected",
  "StoreFailed with tokens, connect": "StoreFailed",
  "StoreFailed with tokens, refresh": "StoreFailed",
  "tokens that nobody is left to keep, as a warning": "OutcomeUnknown",
  "Unsealable, a row that was swapped": "Unsealable",
  "Unsealable, another key": "Unsealable",
  disconnect: "done",
  "disconnect what cannot be opened": "done",
  reseal: "done",
  "tokens by the new key alone": "done",
  prune: "done",
}

/** What happened, and that all of it is known to the search and shown by nothing. */
const judge = (outcomes: Outcomes, warnings: ReadonlyArray<string>, search: Search) => {
  expect(Object.fromEntries(tagsOf(outcomes))).toMatchObject(expected)
  const withTokens = outcomes.flatMap(([scene, outcome]) => (Object(outcome).error?.tokens ? [scene] : []))
  expect(withTokens).toEqual(["StoreFailed with tokens, connect", "StoreFailed with tokens, refresh"])
  expect(outcomes.find(([scene]) => scene === "prune")?.[1]).toMatchObject({ data: expect.any(Number) })
  // Whatever a caller was handed is searched for.
  const handed = outcomes.flatMap(([, outcome]) => revealed(outcome))
  expect(handed.length).toBeGreaterThan(20)
  expect(handed.filter((secret) => search.findText(secret).length === 0)).toHaveLength(0)
  // What was recovered is not lost: the verdict that the store has still gives it.
  const recovered = ["UnexpectedResponse with recovered", "the same verdict in another vault"].map((name) =>
    revealed(outcomes.find(([scene]) => scene === name)?.[1]).flatMap((secret) => search.findText(secret)),
  )
  expect(recovered).toEqual([["recovered, plain"], ["recovered, plain"]])
  expect(hitsPrinted(outcomes, search)).toEqual([])
  expect(warnings.join()).toContain("tokens came late")
  expect(search.findText(warnings.join())).toEqual([])
}

/** Runs after everything that a store writes. */
const watched = (real: Store, look: () => Promise<unknown>): Store => ({
  ...real,
  write: async (key, value, expected) => {
    const version = await real.write(key, value, expected)
    await look()
    return version
  },
  remove: async (key, expected) => {
    const isRemoved = await real.remove(key, expected)
    await look()
    return isRemoved
  },
})

/** In milliseconds. */
const timeout = 300_000

describe("SQLite", () => {
  it.each([
    ["a write-ahead log that is not checkpointed", "wal", ["tokens.db", "tokens.db-shm", "tokens.db-wal"]],
    ["a rollback journal that stays", "persist", ["tokens.db", "tokens.db-journal"]],
  ] as const)("no secret in any file, after any write, with %s", { timeout }, async (where, journal, names) => {
    const folder = await temporary()
    const warnings = hearing()
    const search = makeSearch()
    using database = new DatabaseSync(join(folder, "tokens.db"))
    database.exec(`pragma journal_mode = ${journal}; pragma wal_autocheckpoint = 0`)
    let looks = 0
    const hits = new Set<string>()
    const look = async () => {
      looks++
      for (const hit of await hitsIn(folder, search)) hits.add(hit)
    }
    const outcomes = await live(watched(sqliteStore(database), look), search)
    await look()
    expect([...hits]).toEqual([])
    expect(looks).toBeGreaterThan(50)
    expect((await readdir(folder)).sort()).toEqual(names)
    judge(outcomes, warnings, search)

    // The same search finds what lies there.
    const [[name, secret] = ["", Buffer.of()]] = search.entries()
    database.prepare("insert into token_exchange_vault values ('planted', ?, 'v', 0)").run(secret)
    const found = await hitsIn(folder, search)
    expect(found.map((hit) => hit.split(":")[0])).toContain(journal === "wal" ? "tokens.db-wal" : "tokens.db")
    expect(found.join()).toContain(`${name}, plain`)
    report(`SQLite, ${where}, ${looks} looks`, search)
  })

  it("no secret in the file that is left when the store is closed", { timeout }, async () => {
    const folder = await temporary()
    const warnings = hearing()
    const search = makeSearch()
    const store = sqliteStore(join(folder, "tokens.db"))
    const outcomes = await live(store, search)
    store.close()
    expect(await hitsIn(folder, search)).toEqual([])
    judge(outcomes, warnings, search)
    report("SQLite, closed", search)
  })
})

it("PostgreSQL: no secret in its whole data folder, write-ahead log included", { timeout }, async () => {
  const warnings = hearing()
  const search = makeSearch()
  await using server = await startPostgres()
  await using schema = await vaultSchema(server)
  const pool = new pg.Pool({ connectionString: schema.url, max: 4 })
  await using _ = { [Symbol.asyncDispose]: () => pool.end() }
  const outcomes = await live(postgresStore(pool), search)
  judge(outcomes, warnings, search)
  // A server of somebody else has no folder here: then its rows are all that can be searched.
  const rows = await pool.query("select key, value from token_exchange_vault")
  expect(rows.rows.length).toBeGreaterThan(5)
  for (const { key, value } of rows.rows) expect([...search.findText(key), ...search.find(value)]).toEqual([])
  const { dataFolder } = server
  if (dataFolder !== undefined) {
    expect(await hitsIn(dataFolder, search)).toEqual([])
    await pool.query("checkpoint")
    expect(await hitsIn(dataFolder, search)).toEqual([])
    const files = (await filesIn(dataFolder)).map(([name]) => name)
    expect(files.filter((name) => /^pg_wal\/[0-9A-F]{24}$/.test(name))).not.toEqual([])
    // The search finds a value in the log at once, and after a checkpoint in the table's own file.
    const [[, secret] = ["", Buffer.of()]] = search.entries()
    await pool.query("insert into token_exchange_vault values ('planted', $1, 'v', now())", [secret])
    expect((await hitsIn(dataFolder, search)).map((hit) => hit.split("/")[0])).toContain("pg_wal")
    await pool.query("checkpoint")
    expect((await hitsIn(dataFolder, search)).map((hit) => hit.split("/")[0])).toEqual(
      expect.arrayContaining(["base", "pg_wal"]),
    )
  }
  report("PostgreSQL", search)
})
