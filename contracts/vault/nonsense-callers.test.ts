/** Providers and callers whose values no type allows: every call ends, and nothing is lost or sent twice. */
import * as Redacted from "effect/Redacted"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createSimulator } from "../../src/testing.ts"
import { type AISquareTokens, createVault, memoryStore } from "../../src/vault.ts"
import { everyOne, makeHeld, past } from "./fixtures/held.ts"
import { openStore, postgresPlace } from "./fixtures/place.ts"
import { testKey } from "./fixtures/vault.ts"
import { type PostgresServer, startPostgres } from "./postgres.ts"

describe.concurrent("a provider whose tokens live no time", () => {
  const shortLived = (milliseconds: number) => {
    const simulator = createSimulator({ aisquare: { rotate: true } })
    let posts = 0
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url")
    const lasting = (token: string, life: number) => {
      const [header = "", payload = ""] = token.split(".")
      const claims = JSON.parse(Buffer.from(payload, "base64url").toString())
      return `${header}.${part({ ...claims, exp: claims.iat + life / 1_000, jti: crypto.randomUUID() })}.simulated`
    }
    const fetch: typeof simulator.fetch = async (input, init) => {
      posts++
      const answer = await simulator.fetch(input, init)
      const body: { readonly access?: string } = await answer.json()
      const access = body.access === undefined ? {} : { access: lasting(body.access, milliseconds) }
      return Response.json({ ...body, ...access }, { status: answer.status })
    }
    const vault = createVault({
      ...{ ...simulator.settings, fetch, store: memoryStore(), keys: { test: testKey }, cacheFor: 0 },
    })
    return { vault, simulator, posts: () => posts }
  }

  it.each([
    ["have expired an hour before they come", -3_600_000],
    ["have expired as they come", 0],
    ["live a millisecond", 1],
    ["live two seconds", 2_000],
  ])("tokens that %s make no storm: a few POSTs for 50 calls", { timeout: 30_000 }, async (_, life) => {
    const { vault, simulator, posts } = shortLived(life)
    await vault.aisquare.connect("user", simulator.aisquare.issueGrant())
    const start = performance.now()
    const ask = () => vault.aisquare.tokens("user", { timeout: 1_500 })
    const answers = await Promise.all(Array.from({ length: 50 }, ask))
    const seconds = (performance.now() - start) / 1_000
    expect(posts()).toBeLessThanOrEqual(2 + seconds)
    for (const { data, error } of answers)
      expect(data?.provider ?? error?._tag).toMatch(/^(aisquare|StillRefreshing|UnexpectedResponse)$/)
    for (let call = 0; call < 3; call++) await ask()
    expect(posts()).toBeLessThanOrEqual(2 + (performance.now() - start) / 1_000)
    await vault[Symbol.asyncDispose]()
  })
})

describe("a deadline", () => {
  it.each(["connect", "tokens"] as const)(
    "of %s that is no number is InvalidRequest, and nothing is sent",
    async (of) => {
      const { vault, simulator } = makeHeld()
      const grant = simulator.aisquare.issueGrant()
      for (const wrong of [Number.NaN, "500", {}, true]) {
        const timeout = wrong as number // As a caller without types would.
        const { error } =
          of === "connect"
            ? await vault.aisquare.connect("user", grant, { timeout })
            : await vault.aisquare.tokens("user", { timeout })
        expect(error).toMatchObject({ _tag: "InvalidRequest", fields: ["timeout"], grant: "unspent" })
      }
      expect(simulator.aisquare.journal).toEqual([])
      expect((await vault.aisquare.connect("user", grant)).data).toBeDefined()
    },
  )

  it("without end, or of more than a timer can hold, ends with the answer", async () => {
    for (const timeout of [Number.POSITIVE_INFINITY, 1e12, Number.MAX_VALUE]) {
      const { vault, simulator } = makeHeld()
      const grant = simulator.aisquare.issueGrant()
      const { data, error } = await vault.aisquare.connect("user", grant, { timeout })
      if (error) {
        expect(error).toMatchObject({ grant: "unspent" })
        expect((await vault.aisquare.connect("user", grant)).data).toBeDefined()
      } else expect(data.provider).toBe("aisquare")
      simulator.clock.advance(past)
      expect((await vault.aisquare.tokens("user", { timeout })).data).toBeDefined()
      expect(simulator.aisquare.journal).toHaveLength(2)
    }
  })

  it.each([0, -1, Number.NEGATIVE_INFINITY])("of %s ms for tokens that are due loses none", async (timeout) => {
    const { vault, simulator } = makeHeld()
    await vault.aisquare.connect("user", simulator.aisquare.issueGrant())
    simulator.clock.advance(past)
    const { error } = await vault.aisquare.tokens("user", { timeout })
    expect(error).toMatchObject({ _tag: "StillRefreshing" })
    await vault[Symbol.asyncDispose]()
    expect((await vault.aisquare.tokens("user")).data).toBeDefined()
    expect(simulator.aisquare.journal.length).toBeLessThanOrEqual(2)
  })
})

describe("grants of no known shape", () => {
  const shapes = [undefined, null, 7, "text", [], {}, { unknown: "x" }, { tempToken: undefined }, { tempToken: null }]
  const empty = [{ tempToken: "" }, { username: "", password: "" }, { username: "a" }, { accessCode: "" }]
  const hostile = [
    {
      get tempToken() {
        throw new Error("a getter")
      },
    },
  ]
  it.each(["aisquare", "dapi", "finqware"] as const)(
    "at %s are InvalidRequest, and nothing is sent",
    async (provider) => {
      const { vault, simulator } = makeHeld()
      for (const grant of [...shapes, ...empty, ...hostile]) {
        const { error } = await vault[provider].connect("user", grant as never)
        expect(error, JSON.stringify(Object.keys(Object(grant)))).toMatchObject({
          _tag: "InvalidRequest",
          grant: expect.stringMatching(/^(unspent|reusable)$/),
        })
      }
      expect(simulator[provider].journal).toEqual([])
      const { data } = await vault[provider].connect("user", simulator[provider].issueGrant() as never)
      expect(data).toBeDefined()
    },
  )
})

describe("rejected tokens that are none", () => {
  const wiped = Redacted.make("wiped")
  Redacted.wipeUnsafe(wiped)
  const cyclic: Record<string, unknown> = {}
  cyclic.self = cyclic
  const tokensAgain = async (given: unknown) => {
    const { vault, simulator } = makeHeld()
    await vault.aisquare.connect("user", simulator.aisquare.issueGrant())
    simulator.clock.advance(2_000)
    const rejected = given as AISquareTokens // As a caller without types would.
    const { error } = await vault.aisquare.tokens("user", { rejected })
    expect((await vault.aisquare.tokens("user")).data).toBeDefined()
    expect(simulator.aisquare.journal).toHaveLength(1)
    return error
  }

  it.each([
    ["a number", 7],
    ["text", "text"],
    ["nothing", null],
    ["an empty object", {}],
    ["a list", []],
    ["an object that holds itself", cyclic],
    ["other secrets", { access: Redacted.make("a"), refresh: Redacted.make("b") }],
  ])("%s: the tokens stand, and nothing is sent", async (_, given) => {
    expect(await tokensAgain(given)).toBeUndefined()
  })

  it.each([
    ["a set whose secrets were wiped", { provider: "aisquare", access: wiped, refresh: wiped }],
    ["a set with a secret that is a big number", { access: Redacted.make(7n) }],
    ["a set with a secret that holds itself", { access: Redacted.make(cyclic) }],
    [
      "an object that throws",
      {
        get access() {
          throw new Error("a getter")
        },
      },
    ],
  ])("%s is InvalidRequest, and nothing is sent", async (_, given) => {
    expect(await tokensAgain(given)).toMatchObject({ _tag: "InvalidRequest", fields: ["rejected"], grant: "unspent" })
  })
})

describe("names of connections in PostgreSQL", () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it("may have every character, and no two are mixed up", async () => {
    const characters = [
      "/",
      "%",
      "_",
      "\0",
      "\n",
      "'",
      '"',
      "`",
      "\\",
      " ",
      "+",
      "#",
      "?",
      ".",
      "ä",
      "a\u0308",
      "😀",
      "A",
      "a",
    ]
    const names = [
      ...characters.flatMap((one) => [one, `a${one}b`]),
      ...["a%2Fb", "%00", "..", "../key/000001", "x".repeat(1_000), "ü".repeat(166), "constructor", "__proto__"],
    ]
    await using made = await postgresPlace(server)
    await using opened = openStore(made.place)
    const { vault, open, simulator } = makeHeld({ store: opened.store })
    const ids = new Map<string, unknown>()
    for (const name of names) ids.set(name, (await vault.dapi.connect(name, simulator.dapi.issueGrant())).data?.tokenId)
    expect(new Set(ids.values()).size).toBe(names.length)
    for (const name of names) expect((await open().dapi.tokens(name)).data?.tokenId).toBe(ids.get(name))
    const listed = (await everyOne(vault.dapi.list())).map(({ connectionId }) => connectionId)
    expect(listed.toSorted()).toEqual(names.toSorted())
    for (const [at, name] of names.entries()) {
      expect(await vault.dapi.disconnect(name)).toEqual({ data: true })
      expect(await everyOne(vault.dapi.list())).toHaveLength(names.length - at - 1)
    }
  })
})
