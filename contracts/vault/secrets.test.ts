/** Nothing that a vault leaves behind contains a secret: no file of a database, no error, no warning. */
import { readdir, readFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { inspect } from "node:util"
import * as Redacted from "effect/Redacted"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { faultyStore } from "../../src/testing.ts"
import type { TokenSet } from "../../src/vault.ts"
import { makeHeld, past } from "./fixtures/held.ts"
import { type MakePlace, openStore, type Place, postgresPlace, sqlitePlace } from "./fixtures/place.ts"
import { testKey } from "./fixtures/vault.ts"
import { type PostgresServer, startPostgres } from "./postgres.ts"

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server[Symbol.asyncDispose]())

/** The forms in which a secret may lie somewhere, and pieces that only it has. */
const formsOf = (secret: string): ReadonlyArray<string> => {
  const bytes = Buffer.from(secret)
  // The header of a JWT, and what follows from the specs' examples, is no secret: its end is.
  const piece = secret.slice(-24)
  return [
    secret,
    piece,
    bytes.toString("base64"),
    bytes.toString("base64url"),
    bytes.toString("hex"),
    encodeURIComponent(secret),
    Buffer.from(secret, "utf16le").toString("latin1"),
    Buffer.from(piece, "utf16le").toString("latin1"),
  ]
}

/** Which secrets a text contains, by their names. */
const foundIn = (text: string, secrets: ReadonlyMap<string, string>): ReadonlyArray<string> =>
  [...secrets].filter(([, secret]) => formsOf(secret).some((form) => text.includes(form))).map(([name]) => name)

/** Every file below a folder, byte by byte. */
const filesIn = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, "latin1")] as const)))
}

const folderOf = (place: Place): string =>
  place.kind === "SQLite" ? dirname(place.path) : (server.dataFolder ?? expect.fail("DATABASE_URL has no folder here."))

/** Everything that a print of a value may show. */
const renderingsOf = (value: unknown): ReadonlyArray<string> => [
  inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true }),
  JSON.stringify(value) ?? "",
  String(value),
  ...(value instanceof Error ? [value.message, value.stack ?? "", inspect(value.cause, { depth: 10 })] : []),
]

/** What a service does with a vault. Gives the secrets by their names, and everything that it could print. */
const live = async (place: Place) => {
  const opened = openStore(place)
  const faulty = faultyStore(opened.store)
  const { simulator, vault, open } = makeHeld({ store: faulty.store })
  const secrets = new Map<string, string>([
    ["key", Buffer.from(testKey).toString("latin1")],
    ["password", simulator.aisquare.user.password],
    ...Object.entries(simulator.settings)
      .filter(([provider]) => provider !== "fetch")
      .flatMap(([provider, own]) =>
        Object.entries(own).map(([name, text]) => [`${provider}.${name}`, String(text)] as const),
      ),
  ])
  const printed: Array<unknown> = []
  const kept = (name: string, tokens: TokenSet | undefined) => {
    for (const [field, value] of Object.entries(tokens ?? {})) {
      if (Redacted.isRedacted(value)) secrets.set(`${name}.${field}`, String(Redacted.value(value)))
    }
  }
  const see = <Answer extends { readonly data?: unknown; readonly error?: unknown }>(name: string, answer: Answer) => {
    printed.push(answer)
    if (answer.error !== undefined) printed.push(answer.error)
    else if (typeof answer.data === "object") kept(name, answer.data as TokenSet)
    return answer
  }
  const grant = simulator.dapi.issueGrant()
  const temp = simulator.aisquare.issueGrant()
  const consent = simulator.finqware.issueGrant()
  const spoilt = simulator.dapi.issueGrant()
  secrets.set("access code", grant.accessCode)
  secrets.set("temp token", temp.tempToken)
  secrets.set("Finqware's temp token", String(consent.tempToken))
  secrets.set("spoilt access code", spoilt.accessCode)

  see("dapi", await vault.dapi.connect("user", grant))
  see("dapi again", await vault.dapi.connect("user", grant))
  see("taken", await vault.dapi.connect("somebody else", grant))
  see("finqware", await vault.finqware.connect("user", consent))
  see("aisquare", await vault.aisquare.connect("user", temp))
  see("by password", await vault.aisquare.connect("another", simulator.aisquare.user))
  see("wrong password", await vault.aisquare.connect("wrong", { username: "user", password: "canary-wrong-password" }))
  secrets.set("wrong password", "canary-wrong-password")
  simulator.dapi.answerNext("200 exchanged", { body: { status: 7 } })
  const recovered = see("recovered", await vault.dapi.connect("spoilt", spoilt))
  for (const [name, text] of Object.entries(Object(recovered.error).recovered ?? {})) {
    secrets.set(`recovered ${name}`, String(Redacted.value(text as Redacted.Redacted)))
  }
  simulator.clock.advance(past)
  const refreshed = see("refreshed", await vault.aisquare.tokens("user"))
  if (refreshed.data) see("rejected", await vault.aisquare.tokens("user", { rejected: refreshed.data }))
  const { data: token } = await vault.dapi.tokens("user")
  if (token) see("ended", await vault.dapi.tokens("user", { rejected: token }))
  for (let call = 0; call < 8; call++) faulty.failNext("read", "before")
  see("no store", await vault.finqware.tokens("user"))
  see("again", await open().finqware.tokens("user"))
  see("resealed", await vault.reseal())
  see("pruned", await vault.prune())
  see("gone", await vault.aisquare.disconnect("another"))
  await vault[Symbol.asyncDispose]()
  return { secrets, printed, opened }
}

const places: ReadonlyArray<readonly [name: string, make: MakePlace]> = [
  ["SQLite, its write-ahead log not yet in the database", () => sqlitePlace("wal")],
  ["SQLite with a rollback journal", () => sqlitePlace("delete")],
  // A server that somebody else started does not show its folder.
  ...(process.env.DATABASE_URL === undefined
    ? [["PostgreSQL's data folder", () => postgresPlace(server)] as const]
    : []),
]

describe.each(places)("%s", (_, make) => {
  it("contains no grant, password, token or key in any form, nor does anything that was answered", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation((text) => void warnings.push(String(text)))
    const warnings: Array<string> = []
    await using made = await make()
    const { secrets, printed, opened } = await live(made.place)
    warn.mockRestore()
    expect(secrets.size).toBeGreaterThan(20)
    const files = await filesIn(folderOf(made.place))
    expect(files.size).toBeGreaterThan(0)
    const hits = [...files].flatMap(([file, text]) => foundIn(text, secrets).map((name) => `${name} in ${file}`))
    expect(hits).toEqual([])
    expect([...printed.flatMap(renderingsOf), ...warnings].flatMap((text) => foundIn(text, secrets))).toEqual([])
    await opened[Symbol.asyncDispose]()
  })

  it("would show a secret that lies in a row", async () => {
    await using made = await make()
    const opened = openStore(made.place)
    await opened.store.write("planted", Buffer.from("canary-planted-in-a-row-of-the-table"), undefined)
    if (made.place.kind === "PostgreSQL") {
      const client = new pg.Client({ connectionString: made.place.url })
      await client.connect()
      await client.query("checkpoint")
      await client.end()
    }
    const planted = new Map([["planted", "canary-planted-in-a-row-of-the-table"]])
    const files = await filesIn(folderOf(made.place))
    expect([...files.values()].flatMap((text) => foundIn(text, planted))).toContain("planted")
    await opened[Symbol.asyncDispose]()
  })
})
