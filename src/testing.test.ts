import { inspect } from "node:util"
import { describe, expect, it } from "vitest"
import { createTokenExchange, reveal } from "./index.ts"
import { createSimulator, type Fault, type SimulatorOptions } from "./testing.ts"

const minute = 60_000
const day = 24 * 60 * minute

const setUp = (options?: SimulatorOptions) => {
  const simulator = createSimulator(options)
  return { simulator, exchange: createTokenExchange(simulator.settings) }
}

describe("a one-time grant", () => {
  it("can be redeemed once", async () => {
    const { simulator, exchange } = setUp()
    const grants = [
      exchange.dapi.exchangeToken.bind(null, simulator.dapi.issueGrant()),
      exchange.finqware.exchangeToken.bind(null, simulator.finqware.issueGrant()),
      exchange.aisquare.exchangeToken.bind(null, simulator.aisquare.issueGrant()),
    ]
    for (const present of grants) {
      expect(await present()).toMatchObject({ data: { provider: expect.any(String) } })
      expect(await present()).toMatchObject({ error: { _tag: "InvalidGrant", grant: "spent" } })
    }
  })

  it("expires when the test advances the clock", async () => {
    const { simulator, exchange } = setUp()
    const code = simulator.dapi.issueGrant()
    const temp = simulator.finqware.issueGrant()
    simulator.clock.advance(5 * minute - 1000)
    expect((await exchange.dapi.exchangeToken(simulator.dapi.issueGrant())).error).toBeUndefined()
    simulator.clock.advance(1000)
    expect((await exchange.dapi.exchangeToken(code)).error).toMatchObject({
      _tag: "InvalidGrant",
      code: "INVALID_TOKEN",
    })
    simulator.clock.advance(25 * minute)
    expect((await exchange.finqware.exchangeToken(temp)).error).toMatchObject({ code: "invalid_temp_token" })
  })

  it("is refused with another connection", async () => {
    const { simulator, exchange } = setUp()
    const { accessCode } = simulator.dapi.issueGrant()
    const { connectionId } = simulator.dapi.issueGrant()
    const { error } = await exchange.dapi.exchangeToken({ accessCode, connectionId })
    expect(error).toMatchObject({ _tag: "InvalidGrant", code: "INVALID_CONNECTION" })
  })
})

describe("a consent", () => {
  it("lasts 90 days, and its data 120 days, unless the test sets another end", async () => {
    const now = new Date("2026-03-01T00:00:00Z")
    const { simulator, exchange } = setUp({ now })
    const { data } = await exchange.finqware.exchangeToken(simulator.finqware.issueGrant())
    expect(data?.consentExpiresAt).toEqual(new Date(now.getTime() + 90 * day))
    expect(data?.dataRetainedUntil).toEqual(new Date(now.getTime() + 120 * day))
    const grant = simulator.finqware.issueGrant({ consentExpiresAt: new Date(now.getTime() + minute) })
    simulator.clock.advance(minute)
    const { error } = await exchange.finqware.exchangeToken(grant)
    expect(error).toMatchObject({ _tag: "InvalidGrant", code: "expired_credentials" })
  })
})

describe("AISquare's refresh tokens", () => {
  it("stay valid for 30 days without rotation", async () => {
    const { simulator, exchange } = setUp()
    const { data } = await exchange.aisquare.obtainToken(simulator.aisquare.user)
    const refresh = data?.refresh ?? ""
    expect((await exchange.aisquare.refreshToken({ refresh })).data).toMatchObject({ rotated: false })
    simulator.clock.advance(30 * day - 1000)
    expect((await exchange.aisquare.refreshToken({ refresh })).data).toMatchObject({ rotated: false })
    simulator.clock.advance(1000)
    expect((await exchange.aisquare.refreshToken({ refresh })).error).toMatchObject({ code: "token_not_valid" })
  })

  it("rotate, and the old one is refused when blacklisted", async () => {
    for (const blacklist of [true, false]) {
      const { simulator, exchange } = setUp({ aisquare: { rotate: true, blacklist } })
      const first = (await exchange.aisquare.obtainToken(simulator.aisquare.user)).data?.refresh ?? ""
      const second = await exchange.aisquare.refreshToken({ refresh: first })
      expect(second.data).toMatchObject({ rotated: true })
      expect((await exchange.aisquare.refreshToken({ refresh: second.data?.refresh ?? "" })).error).toBeUndefined()
      const again = await exchange.aisquare.refreshToken({ refresh: first })
      expect(again.error?._tag).toBe(blacklist ? "InvalidGrant" : undefined)
    }
  })
})

it("the simulator refuses wrong credentials", async () => {
  const { simulator } = setUp()
  const { fetch, aisquare, finqware, dapi } = simulator
  const exchange = createTokenExchange({
    aisquare: { superexecSecret: "wrong" },
    finqware: { ...finqware.settings, clientSecret: "wrong" },
    dapi: { appSecret: "wrong" },
    fetch,
  })
  expect((await exchange.dapi.exchangeToken(dapi.issueGrant())).error?._tag).toBe("InvalidClient")
  expect((await exchange.finqware.exchangeToken(finqware.issueGrant())).error?._tag).toBe("InvalidClient")
  expect((await exchange.aisquare.exchangeToken(aisquare.issueGrant())).error?._tag).toBe("InvalidGrant")
  const login = await exchange.aisquare.obtainToken({ ...aisquare.user, password: "wrong" })
  expect(login.error).toMatchObject({ _tag: "InvalidGrant", status: 401 })
})

it("the simulator limits the rate, and says how long to wait", async () => {
  const { simulator, exchange } = setUp()
  simulator.aisquare.limitRate({ requests: 2, milliseconds: minute })
  const login = () => exchange.aisquare.obtainToken(simulator.aisquare.user, { timeout: 1000 })
  expect([(await login()).error, (await login()).error]).toEqual([undefined, undefined])
  simulator.clock.advance(20_000)
  expect((await login()).error).toMatchObject({ _tag: "RateLimited", retryAfter: 40_000 })
  simulator.clock.advance(40_000)
  expect((await login()).error).toBeUndefined()
})

describe("a fault on demand", () => {
  const expected: { readonly [F in Fault]: object } = {
    refused: { _tag: "ConnectionFailed", grant: "unspent", reason: "ECONNREFUSED" },
    "reset-after-send": { _tag: "OutcomeUnknown", grant: "unknown", reason: "ECONNRESET" },
    hang: { _tag: "OutcomeUnknown", grant: "unknown", reason: "deadline" },
    truncated: { _tag: "OutcomeUnknown", grant: "unknown" },
    "not-json": { _tag: "UnexpectedResponse", grant: "spent", reason: "not JSON" },
    unavailable: { _tag: "ProviderUnavailable", grant: "unknown", status: 503 },
    "too-many-requests": { _tag: "RateLimited", grant: "unspent", retryAfter: 1000 },
    redirect: { _tag: "UnexpectedResponse", grant: "unknown", reason: "redirect", status: 307 },
    late: { _tag: "OutcomeUnknown", grant: "unknown", reason: "deadline" },
  }
  const isReceived = ["reset-after-send", "hang", "truncated", "not-json", "late"]

  // Object.entries loses the names.
  const rows = Object.entries(expected) as ReadonlyArray<[Fault, object]>
  it.each(rows)("%s", async (fault, error) => {
    const { simulator, exchange } = setUp()
    const grant = simulator.dapi.issueGrant()
    if (fault === "late") simulator.dapi.failNext(fault, { milliseconds: 3_000 })
    else simulator.dapi.failNext(fault)
    const failed = await exchange.dapi.exchangeToken(grant, { timeout: 200 })
    expect(failed.error).toMatchObject(error)
    const { error: second } = await exchange.dapi.exchangeToken(grant)
    expect(second?._tag).toBe(isReceived.includes(fault) ? "InvalidGrant" : undefined)
    expect(simulator.dapi.journal[0]?.answer).toBe(fault)
  })
})

it("the simulator gives the answer that a test names", async () => {
  const { simulator, exchange } = setUp()
  simulator.finqware.answerNext("400 bank-unreachable")
  const { error } = await exchange.finqware.exchangeToken(simulator.finqware.issueGrant())
  expect(error).toMatchObject({ _tag: "ProviderUnavailable", code: "external_api_connection_error" })
  simulator.dapi.answerNext("200 exchanged", { body: { success: true, status: "done", accessToken: 5 } })
  const mistyped = await exchange.dapi.exchangeToken(simulator.dapi.issueGrant())
  expect(mistyped.error).toMatchObject({ _tag: "UnexpectedResponse", reason: "schema mismatch" })
})

it("the simulator's fetch rejects for another host", async () => {
  const { simulator } = setUp()
  const exchange = createTokenExchange({
    dapi: { ...simulator.dapi.settings, baseUrl: "https://elsewhere.example" },
    fetch: simulator.fetch,
  })
  const { error } = await exchange.dapi.exchangeToken(simulator.dapi.issueGrant())
  expect(error).toMatchObject({ _tag: "ConnectionFailed", reason: "ENOTFOUND" })
})

it("the journal contains no secret", async () => {
  const { simulator, exchange } = setUp()
  const grant = simulator.dapi.issueGrant()
  const { data } = await exchange.dapi.exchangeToken(grant)
  await exchange.dapi.exchangeToken({ accessCode: "", connectionId: "c" })
  await simulator.fetch("https://api.dapi.com/v2/auth/ExchangeToken", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ accesscode: "misspelt-secret", connectionID: "c", appSecret: 5 }),
  })
  expect(simulator.dapi.journal).toMatchObject([
    {
      operation: "exchangeToken",
      body: { appSecret: "<redacted>", accessCode: "<redacted>", connectionID: grant.connectionId },
      answer: "200 exchanged-with-ids",
    },
    {
      body: { connectionID: "c", appSecret: "<redacted>" },
      problems: expect.arrayContaining([{ keyword: "required", at: ["accessCode"] }]),
      answer: "200 arguments-refused",
    },
  ])
  const shown = inspect(simulator.dapi.journal, { depth: 9 })
  const secrets = [
    grant.accessCode,
    simulator.dapi.settings.appSecret,
    "misspelt-secret",
    data && reveal(data.accessToken),
  ]
  expect(secrets.filter((secret) => secret === undefined || shown.includes(secret))).toEqual([])
})

describe("the simulator over HTTP", () => {
  it("gives the same answers", async () => {
    const simulator = createSimulator()
    await using servers = await simulator.listen()
    const exchange = createTokenExchange(servers.settings)
    const grant = simulator.finqware.issueGrant()
    expect((await exchange.finqware.exchangeToken(grant)).error).toBeUndefined()
    expect((await exchange.finqware.exchangeToken(grant)).error?._tag).toBe("InvalidGrant")
    expect((await exchange.aisquare.obtainToken(simulator.aisquare.user)).error).toBeUndefined()
    expect((await exchange.dapi.exchangeToken(simulator.dapi.issueGrant())).error).toBeUndefined()
  })

  it.each(["reset-after-send", "hang", "truncated"] as const)("breaks with the fault %s", async (fault) => {
    const simulator = createSimulator()
    await using servers = await simulator.listen()
    const exchange = createTokenExchange(servers.settings)
    const grant = simulator.dapi.issueGrant()
    simulator.dapi.failNext(fault)
    const failed = await exchange.dapi.exchangeToken(grant, { timeout: 2_000 })
    expect(failed.error).toMatchObject({ _tag: "OutcomeUnknown", grant: "unknown" })
    expect((await exchange.dapi.exchangeToken(grant)).error?._tag).toBe("InvalidGrant")
  })
})
