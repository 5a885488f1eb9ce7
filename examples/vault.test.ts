/** The examples of the vault, run against the simulated providers. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import Fastify, { type FastifyInstance } from "fastify"
import { createTokenExchange } from "token-exchange"
import { DapiVault } from "token-exchange/effect"
import { createSimulator, type Simulator, storeLaws } from "token-exchange/testing"
import { createVault, memoryStore, StoreFailed } from "token-exchange/vault"
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest"
import { type PostgresServer, startPostgres, vaultSchema } from "../contracts/vault/postgres.ts"
import { connectAndUse } from "./vault/first.ts"
import { live, shelf, tokenOf } from "./vault-effect/connections.ts"
import { buildServer as onPostgres } from "./vault-fastify/postgres.ts"
import { addRoutes, type Service } from "./vault-fastify/routes.ts"
import { buildServer as onSqlite, type Settings } from "./vault-fastify/sqlite.ts"
import { makeJob } from "./vault-renewals/job.ts"
import { type Bucket, bucketStore } from "./vault-stores/bucket.ts"

const day = 24 * 60 * 60 * 1000
const keys = { "2026-11": Buffer.alloc(32, 7).toString("base64") }

const folder = mkdtempSync(join(tmpdir(), "vault-examples-"))
afterAll(() => rmSync(folder, { recursive: true }))

/** A place where servers keep their tokens, and a way to start one of them. */
interface Place {
  readonly start: (settings: Settings, service: Service) => FastifyInstance
}

let postgres: PostgresServer
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres[Symbol.asyncDispose]())

const places: Readonly<Record<string, () => Promise<Place>>> = {
  "vault-fastify on sqlite": async () => {
    const path = join(folder, `${crypto.randomUUID()}.db`)
    return { start: (settings, service) => onSqlite(path, settings, service) }
  },
  "vault-fastify on postgres": async () => {
    const schema = await vaultSchema(postgres)
    onTestFinished(() => schema[Symbol.asyncDispose]())
    return { start: (settings, service) => onPostgres(schema.url, settings, service) }
  },
}

/** Two servers over one place, as two processes would be, and what the provider's API answers. */
const setUp = async (makePlace: () => Promise<Place>, simulator: Simulator = createSimulator()) => {
  const { start } = await makePlace()
  const seen: Array<string> = []
  const rejected = new Set<string>()
  const service: Service = {
    userOf: ({ headers }) => String(headers.authorization),
    keepElsewhere: () => Promise.reject(new Error("The store works.")),
    fetchProjects: async (access) => {
      seen.push(access)
      return Response.json({ projects: [] }, { status: rejected.has(access) ? 401 : 200 })
    },
  }
  const settings: Settings = {
    keys,
    aisquare: { ...simulator.aisquare.settings, timeout: 2_000 },
    fetch: simulator.fetch,
    now: () => simulator.clock.now().getTime(),
  }
  const others = process.listeners("SIGTERM")
  const servers = [start(settings, service), start(settings, service)]
  // A schema goes after its pools.
  onTestFinished(async () => {
    for (const listener of process.listeners("SIGTERM"))
      if (!others.includes(listener)) process.off("SIGTERM", listener)
    await Promise.all(servers.map((server) => server.close()))
  })
  const ask = (request: { method: "GET" | "POST"; url: string; payload?: object }, at = 0, user = "ada") =>
    servers[at]?.inject({ ...request, headers: { authorization: user } }) ?? expect.fail(`no server ${at}`)
  return {
    simulator,
    seen,
    rejected,
    connect: (grant: object, at?: number, user?: string) =>
      ask({ method: "POST", url: "/connected", payload: grant }, at, user),
    projects: (at?: number, user?: string) => ask({ method: "GET", url: "/projects" }, at, user),
    posts: () => simulator.aisquare.journal.map(({ operation }) => operation),
  }
}

describe.each(Object.entries(places))("%s", (_, makePlace) => {
  it("connects once, however often the callback comes, and to whichever server", async () => {
    const { simulator, connect, projects, posts } = await setUp(makePlace)
    const grant = simulator.aisquare.issueGrant()
    const answers = await Promise.all([connect(grant, 0), connect(grant, 1), connect(grant, 0)])
    answers.push(await connect(grant, 1))
    expect(answers.map(({ headers }) => headers.location)).toEqual(["/", "/", "/", "/"])
    expect(posts()).toEqual(["exchangeToken"])
    expect((await projects(1)).json()).toEqual({ projects: [] })
  })

  it("refreshes once for both servers", async () => {
    const { simulator, seen, connect, projects, posts } = await setUp(
      makePlace,
      createSimulator({ aisquare: { rotate: true } }),
    )
    await connect(simulator.aisquare.issueGrant())
    await projects()
    simulator.clock.advance(8 * day)
    const answers = await Promise.all([0, 1, 0, 1, 0, 1].map((at) => projects(at)))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200, 200])
    expect(posts()).toEqual(["exchangeToken", "refreshToken"])
    expect(new Set(seen).size).toBe(2)
  })

  it("hands out other tokens where the provider rejects them", async () => {
    const { simulator, seen, rejected, connect, projects, posts } = await setUp(makePlace)
    await connect(simulator.aisquare.issueGrant())
    await projects()
    for (const access of seen) rejected.add(access)
    simulator.clock.advance(1_000)
    expect((await projects()).statusCode).toBe(200)
    expect(posts()).toEqual(["exchangeToken", "refreshToken"])
  })

  it("sends whom only a consent helps to it", async () => {
    const { simulator, connect, projects } = await setUp(makePlace)
    const redirected = { statusCode: 302, headers: { location: "/connect" } }
    expect(await projects()).toMatchObject(redirected)
    const grant = simulator.aisquare.issueGrant()
    await connect(grant)
    expect(await connect(grant, 1, "eve")).toMatchObject(redirected)
    simulator.aisquare.failNext("reset-after-send")
    const lost = simulator.aisquare.issueGrant()
    expect(await connect(lost)).toMatchObject(redirected)
    expect(await connect(lost, 1)).toMatchObject(redirected)
    simulator.clock.advance(400 * day)
    expect(await projects()).toMatchObject(redirected)
  })

  it("asks to come again while the provider is down", async () => {
    const { simulator, connect, projects } = await setUp(makePlace)
    for (let attempt = 0; attempt < 9; attempt++) simulator.aisquare.failNext("refused")
    const grant = simulator.aisquare.issueGrant()
    expect((await connect(grant)).statusCode).toBe(503)
    expect((await connect(grant)).statusCode).toBe(503)
    expect((await connect(grant)).statusCode).toBe(503)
    expect((await connect(grant)).headers.location).toBe("/")
    simulator.clock.advance(8 * day)
    for (let attempt = 0; attempt < 3; attempt++) simulator.aisquare.failNext("unavailable")
    expect((await projects()).statusCode).toBe(503)
  })
})

it("vault-callback-sqlite keeps no secret in plain text, in a file of its owner alone", async () => {
  const path = join(folder, "secrets.db")
  const { simulator, seen, connect, projects } = await setUp(async () => ({
    start: (settings, service) => onSqlite(path, settings, service),
  }))
  const grant = simulator.aisquare.issueGrant()
  await connect(grant)
  await projects()
  expect(statSync(path).mode & 0o777).toBe(0o600)
  const files = [path, `${path}-wal`, `${path}-journal`].filter(existsSync).map((file) => readFileSync(file, "latin1"))
  for (const secret of [grant.tempToken, ...seen]) expect(files.join()).not.toContain(secret)
})

it("vault-first connects and uses", async () => {
  const simulator = createSimulator()
  const { tempToken } = simulator.aisquare.issueGrant()
  const { data } = await connectAndUse(join(folder, "first.db"), keys["2026-11"], simulator.settings, "ada", tempToken)
  expect(data?.provider).toBe("aisquare")
})

it("vault-effect connects, and says when the user must again", async () => {
  const simulator = createSimulator()
  const config = ConfigProvider.layer(
    ConfigProvider.fromUnknown({ VAULT_FILE: join(folder, "effect.db"), VAULT_KEY: keys["2026-11"] }),
  )
  const dapi = DapiVault.layerWith({ ...simulator.dapi.settings, fetch: simulator.fetch })
  const layer = dapi.pipe(Layer.provide(shelf), Layer.provide(config))
  const connect = DapiVault.use((vault) => vault.connect("ada", simulator.dapi.issueGrant()))
  const program = Effect.all([tokenOf("ada"), connect, tokenOf("ada")])
  const [before, connected, after] = await Effect.runPromise(Effect.provide(program, layer))
  expect(before).toBe("connect again")
  expect(after).toMatchObject({ provider: "dapi", tokenId: connected.tokenId })
  // Another program finds them. Without its variables it says which are missing.
  expect(await Effect.runPromise(Effect.provide(tokenOf("ada"), layer))).toEqual(after)
  const incomplete = Effect.flip(Effect.provide(tokenOf("ada"), Layer.provide(live, config)))
  expect(await Effect.runPromise(incomplete)).toMatchObject({ faults: [{ setting: "DAPI_APP_SECRET" }] })
})

it("vault-renewals asks in time, and tells operators of rows that cannot be opened", async () => {
  const simulator = createSimulator()
  const { clock, finqware } = simulator
  const now = () => clock.now().getTime()
  const store = memoryStore()
  const vault = createVault({ store, keys, finqware: finqware.settings, fetch: simulator.fetch, now })
  const until = (days: number) => finqware.issueGrant({ consentExpiresAt: new Date(now() + days * day) })
  for (const [user, days] of [
    ["soon", 10],
    ["later", 60],
    ["over", 1],
  ] as const)
    await vault.finqware.connect(user, until(days))
  const row = await store.read("connection/finqware/later")
  await store.write("connection/finqware/swapped", row?.value ?? new Uint8Array(), undefined)
  clock.advance(2 * day)
  const sent: Array<readonly [string, string]> = []
  const askForRenewals = makeJob(
    vault.finqware,
    {
      toUser: async (user, words) => void sent.push([user, words]),
      toOperators: async (words) => void sent.push(["operators", words]),
    },
    now,
  )
  await askForRenewals()
  expect(sent).toEqual([
    ["over", "Your bank is no longer connected."],
    ["soon", expect.stringMatching(/^Your bank is connected until \d{4}-\d\d-\d\d\.$/)],
    ["operators", expect.stringContaining('finqware "swapped": the row cannot be opened')],
  ])
})

it("vault-fastify keeps tokens that its store could not keep", async () => {
  const simulator = createSimulator()
  const { data } = await createTokenExchange(simulator.settings).aisquare.exchangeToken(simulator.aisquare.issueGrant())
  if (data === undefined) throw new Error("The simulator gave no tokens.")
  const failed = { provider: "aisquare", connectionId: "ada", cause: new Error("disk full"), tokens: data }
  await using vault = createVault({ store: memoryStore(), ...simulator.vaultSettings })
  const kept: Array<unknown> = []
  const server = Fastify()
  onTestFinished(() => server.close())
  addRoutes(
    server,
    { ...vault.aisquare, connect: () => Promise.resolve({ error: new StoreFailed(failed) }) },
    {
      userOf: () => "ada",
      keepElsewhere: async (tokens) => void kept.push(tokens),
      fetchProjects: () => Promise.resolve(new Response()),
    },
  )
  const { statusCode } = await server.inject({ method: "POST", url: "/connected", payload: { tempToken: "t" } })
  expect({ statusCode, kept }).toEqual({ statusCode: 500, kept: [data] })
})

/** A key-value service in memory. */
const makeBucket = (): Bucket => {
  const rows = new Map<string, { readonly body: Uint8Array; readonly etag: string; readonly at: number }>()
  return {
    get: async (key) => {
      const row = rows.get(key)
      return row && { body: row.body.slice(), etag: row.etag, ageInMillis: performance.now() - row.at }
    },
    put: async (key, body, condition) => {
      const etag = rows.get(key)?.etag
      if ("ifMatch" in condition ? etag !== condition.ifMatch : etag !== undefined) return { status: 412 }
      const row = { body: body.slice(), etag: crypto.randomUUID(), at: performance.now() }
      rows.set(key, row)
      return { status: 200, etag: row.etag }
    },
    delete: async (key, { ifMatch }) => ({
      status: rows.get(key)?.etag === ifMatch && rows.delete(key) ? 204 : 412,
    }),
    keys: async ({ prefix, after, limit }) =>
      [...rows.keys()]
        .filter((key) => key.startsWith(prefix) && key > after)
        .sort()
        .slice(0, limit),
  }
}

describe("vault-own-store", () => {
  const bucket = makeBucket()
  it.each(storeLaws)("$name", ({ check }) => check(() => bucketStore(bucket)))
})
