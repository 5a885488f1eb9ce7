/** No secret is on disk in plain text, or in anything that a vault says: every file, error, warning, span, log and metric. */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { inspect } from "node:util"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Metric from "effect/Metric"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import pg from "pg"
import { afterAll, describe, expect, it, onTestFinished, vi } from "vitest"
import { AISquareVault, DapiVault, memoryStore, VaultKeys, VaultStore } from "../../src/effect.ts"
import { postgresStore } from "../../src/vault/postgres.ts"
import { sqliteStore } from "../../src/vault/sqlite.ts"
import type { VaultStore as Store } from "../../src/vault.ts"
import { printed, printedError } from "../faults/secrets/search.ts"
import { live, makeCanaryProviders, type Outcomes, revealed } from "./fixtures/canary-life.ts"
import { makeSearch, type Search, spellings } from "./fixtures/canary-search.ts"
import { startPostgres, vaultSchema } from "./postgres.ts"

const figures: Array<string> = []
afterAll(() => console.log(figures.join("\n")))

/** Adds up what one search has done. */
const report = (where: string, search: Search) => {
  const { secrets, spellings, pieces, bytes } = search.figures()
  figures.push(`${where}: ${secrets} secrets × ${spellings} spellings (${pieces} pieces) in ${bytes} bytes`)
}

/** Every file of a folder that can be read. PostgreSQL removes some meanwhile. */
const filesIn = async (folder: string): Promise<ReadonlyArray<readonly [name: string, bytes: Buffer]>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const read = await Promise.all(
    files.map(async ({ name, parentPath }) => {
      const bytes = await readFile(join(parentPath, name)).catch(() => undefined)
      return bytes === undefined ? [] : [[join(parentPath, name).slice(folder.length + 1), bytes] as const]
    }),
  )
  return read.flat()
}

/** What is found in the files of a folder. */
const hitsIn = async (folder: string, search: Search) =>
  (await filesIn(folder)).flatMap(([name, bytes]) => search.find(bytes).map((what) => `${name}: ${what}`))

const temporary = async () => {
  const folder = await mkdtemp(join(tmpdir(), "token-exchange-secrets-"))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Everything that the process warns of. */
const hearing = () => {
  const warnings: Array<string> = []
  const spy = vi.spyOn(process, "emitWarning").mockImplementation((...all) => void warnings.push(inspect(all)))
  onTestFinished(() => spy.mockRestore())
  return warnings
}

/** The errors and the tokens of every outcome, printed in every way. */
const hitsPrinted = (outcomes: Outcomes, search: Search) =>
  outcomes.flatMap(([scene, outcome]) => {
    const { error } = Object(outcome)
    const all =
      error === undefined ? printed(scene, outcome) : [...printed(scene, outcome), ...printedError(scene, error)]
    return all.flatMap(([how, text]) => search.findText(text).map((what) => `${how}: ${what}`))
  })

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

it("Effect: no secret in any span, log line, annotation or metric", async () => {
  const search = makeSearch()
  const { simulator, settings, grants } = makeCanaryProviders(search)
  const recorded: Array<unknown> = []
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      recorded.push(span)
      return span
    },
  })
  const logger = Logger.make<unknown, void>(({ logLevel, message, fiber, cause }) => {
    recorded.push([logLevel, message, cause, fiber.getRef(References.CurrentLogAnnotations)])
  })
  const key = new Uint8Array(crypto.getRandomValues(new Uint8Array(32)))
  search.add("the key", key)
  const shelf = Layer.mergeAll(Layer.succeed(VaultStore, memoryStore()), Layer.succeed(VaultKeys, { test: key }))
  const { fetch } = settings
  const vaults = Layer.mergeAll(
    AISquareVault.layerWith({ ...settings.aisquare, fetch, cacheFor: 0 }),
    DapiVault.layerWith({ ...settings.dapi, fetch }),
  )
  const grant = grants.dapi()
  const program = Effect.gen(function* () {
    const [aisquare, dapi] = [yield* AISquareVault, yield* DapiVault]
    const tried = <A, E>(call: Effect.Effect<A, E>) =>
      Effect.map(
        Effect.match(call, { onFailure: (error): unknown => ({ error }), onSuccess: (data): unknown => ({ data }) }),
        (outcome) => outcome,
      )
    const outcomes = [
      yield* tried(aisquare.connect("anna", grants.password())),
      yield* tried(aisquare.connect("anna", grants.aisquare())),
      yield* tried(dapi.connect("anna", grant)),
      yield* tried(dapi.connect("bert", grant)),
    ]
    simulator.dapi.answerNext("200 grant-rejected")
    outcomes.push(yield* tried(dapi.connect("carl", grants.dapi())))
    simulator.aisquare.answerNext("200 exchanged", {
      body: { access: grants.aisquare().tempToken, refresh: 7 },
    })
    outcomes.push(yield* tried(aisquare.connect("dora", grants.aisquare())))
    const tokens = yield* aisquare.tokens("anna")
    yield* Effect.sleep(1_100)
    outcomes.push(yield* tried(aisquare.tokens("anna", { rejected: tokens })))
    outcomes.push(yield* tried(dapi.disconnect("anna")))
    outcomes.push(yield* tried(dapi.tokens("anna")))
    return outcomes
  })
  const outcomes = await Effect.runPromise(
    program.pipe(
      Effect.provide(Layer.provide(vaults, shelf)),
      Effect.withTracer(tracer),
      Effect.provideService(Logger.CurrentLoggers, new Set([logger])),
      Effect.provideService(References.MinimumLogLevel, "All"),
    ),
  )
  const tags = outcomes.map((outcome) => Object(outcome).error?._tag)
  const [, , , taken, refused, unexpected, , , gone] = tags
  expect([taken, refused, unexpected, gone]).toEqual([
    "GrantTaken",
    "InvalidGrant",
    "UnexpectedResponse",
    "NotConnected",
  ])
  const everything = inspect(recorded, { depth: 12, showHidden: true, maxArrayLength: null, maxStringLength: null })
  expect(everything).toContain("aisquare.vault.connect")
  expect(everything).toContain("GrantTaken")
  expect(search.findText(everything)).toEqual([])
  const metrics = await Effect.runPromise(Metric.dump)
  expect(metrics).toContain("GrantTaken")
  expect(search.findText(metrics)).toEqual([])
  expect(
    hitsPrinted(
      outcomes.map((outcome, at) => [`outcome ${at}`, outcome] as const),
      search,
    ),
  ).toEqual([])
  expect(outcomes.flatMap(revealed).filter((secret) => search.findText(secret).length === 0)).toHaveLength(0)
  report("Effect", search)
})

describe("the search", () => {
  it("finds every secret in every spelling, whole and in pieces, in a file", async () => {
    const folder = await temporary()
    const search = makeSearch()
    const { grants, simulator, settings } = makeCanaryProviders(search)
    for (const make of Object.values(grants)) make()
    const grant = simulator.aisquare.issueGrant()
    await settings.fetch("https://nowhere.example/").catch(() => {})
    search.add("temp token", grant.tempToken)
    search.add("key", crypto.getRandomValues(new Uint8Array(32)))
    for (const [name, secret] of search.entries()) {
      for (const [spelling, spell] of Object.entries(spellings)) {
        // A header of a token is none of its secrets.
        const own = Buffer.from(secret.toString("latin1").replace(/^eyJ[^.]*\./, ""), "latin1")
        const spelt = spell(own)
        for (const part of [spelt, spelt.subarray(0, 12), spelt.subarray(-12), spelt.subarray(5, 17)]) {
          const path = join(folder, "planted")
          await writeFile(path, Buffer.concat([Buffer.from("before"), part, Buffer.from("after")]))
          expect(await hitsIn(folder, search), `${name}, ${spelling}`).not.toEqual([])
        }
      }
    }
  })

  it("finds nothing where nothing is", () => {
    const search = makeSearch()
    makeCanaryProviders(search)
    search.add("a secret", "canary-1234567890")
    expect(search.find(crypto.getRandomValues(new Uint8Array(60_000)))).toEqual([])
    expect(search.findText("the quick brown fox, canary-1234")).toEqual([])
  })

  it("names no value", () => {
    const search = makeSearch()
    search.add("a secret", "very-secret-1234567890")
    expect(search.findText("here is very-secret-1234567890")).toEqual(["a secret, plain"])
  })
})
