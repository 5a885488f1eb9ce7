/** The hook that is told of each redemption. */
import { afterEach, describe, expect, it, vi } from "vitest"
import { createTokenExchange, type Fetch, type RedemptionReport } from "./index.ts"
import { createVault, memoryStore } from "./vault.ts"

const grant = { accessCode: "code", connectionId: "connection" }
const good = { success: true, status: "done", accessToken: "permanent" }

/** Gives these answers in turn. */
const answering = (...answers: ReadonlyArray<readonly [status: number, body: unknown]>): Fetch => {
  const left = [...answers]
  return async (_, init) => {
    await new Response(init?.body ?? null).text()
    const [status, body] = left.shift() ?? [500, null]
    return Response.json(body, { status })
  }
}

const told = (fetch: Fetch, retries = 2) => {
  const reports: Array<RedemptionReport> = []
  const exchange = createTokenExchange({
    dapi: { appSecret: "secret", retries },
    fetch,
    onRedemption: (report) => void reports.push(report),
  })
  return { reports, exchange }
}

const somewhen = expect.any(Number)

describe("onRedemption", () => {
  afterEach(() => void vi.restoreAllMocks())

  it("is told of a redemption with its attempts and its status", async () => {
    const { reports, exchange } = told(answering([429, {}], [200, good]))
    await exchange.dapi.exchangeToken(grant)
    const about = { provider: "dapi", operation: "exchangeToken", milliseconds: somewhen }
    expect(reports).toEqual([{ ...about, outcome: "redeemed", attempts: 2, status: 200 }])
    expect(reports[0]?.milliseconds).toBeGreaterThanOrEqual(200)
  })

  it("is told of a refusal by its tag, with the provider's name for the answer", async () => {
    const id = "3f1b6a52-8f0e-4c39-9d57-6a1c2b7e4d10"
    const body = { id, type: "unauthorized", http: 401, code: "invalid_temp_token", message: "temp token is invalid" }
    const reports: Array<RedemptionReport> = []
    const { finqware } = createTokenExchange({
      finqware: { clientId: "id", clientSecret: "secret" },
      fetch: answering([401, body]),
      onRedemption: (report) => void reports.push(report),
    })
    const { error } = await finqware.exchangeToken({ tempToken: "t" })
    expect(error?.requestId).toBe(id)
    expect(reports).toMatchObject([{ outcome: "InvalidGrant", attempts: 1, status: 401, requestId: id }])
  })

  it("is told of a call that sent nothing, with no status", async () => {
    const { reports, exchange } = told(answering())
    await exchange.dapi.exchangeToken(grant, { signal: AbortSignal.abort() })
    expect(reports).toEqual([
      {
        provider: "dapi",
        operation: "exchangeToken",
        outcome: "ConnectionFailed",
        attempts: 0,
        milliseconds: somewhen,
      },
    ])
  })

  it("is told once for each caller of the same grant, the second without an attempt of its own", async () => {
    const { reports, exchange } = told(answering([200, good]))
    await Promise.all([exchange.dapi.exchangeToken(grant), exchange.dapi.exchangeToken(grant)])
    expect(reports.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([
      ["redeemed", 1],
      ["redeemed", 0],
    ])
  })

  it("is told what a vault redeems", async () => {
    const reports: Array<RedemptionReport> = []
    await using vault = createVault({
      store: memoryStore(),
      keys: { test: new Uint8Array(32) },
      dapi: { appSecret: "secret" },
      fetch: answering([200, good]),
      onRedemption: (report) => void reports.push(report),
    })
    await vault.dapi.connect("user", grant)
    await vault.dapi.tokens("user")
    expect(reports).toMatchObject([{ operation: "exchangeToken", outcome: "redeemed" }])
  })

  it.each([
    [
      "throws",
      () => {
        throw new Error("secret")
      },
    ],
    ["rejects", () => Promise.reject(new Error("secret"))],
  ])("that %s changes no outcome, and a warning says so without quoting it", async (_, onRedemption) => {
    const warnings = vi.spyOn(process, "emitWarning").mockReturnValue()
    const exchange = createTokenExchange({ dapi: { appSecret: "s" }, fetch: answering([200, good]), onRedemption })
    expect((await exchange.dapi.exchangeToken(grant)).error).toBeUndefined()
    await exchange[Symbol.asyncDispose]()
    expect(warnings.mock.calls.map(([text]) => text)).toEqual(["dapi.exchangeToken: onRedemption failed"])
  })

  it("does not keep the caller waiting", async () => {
    const ended = vi.fn()
    const { promise, resolve } = Promise.withResolvers<void>()
    const exchange = createTokenExchange({
      dapi: { appSecret: "s" },
      fetch: answering([200, good]),
      onRedemption: () => promise.then(ended),
    })
    expect((await exchange.dapi.exchangeToken(grant)).error).toBeUndefined()
    expect(ended).not.toHaveBeenCalled()
    resolve()
    await exchange[Symbol.asyncDispose]()
    expect(ended).toHaveBeenCalledOnce()
  })
})

describe("retries", () => {
  it.each([
    [0, 1],
    [1, 2],
  ])("of %i give at most %i attempts", async (retries, attempts) => {
    const { reports, exchange } = told(answering([429, {}], [429, {}], [429, {}], [429, {}]), retries)
    await exchange.dapi.exchangeToken(grant)
    expect(reports).toMatchObject([{ outcome: "RateLimited", attempts }])
  })

  it("are none where the grant may be spent, however many are set", async () => {
    const { reports, exchange } = told(answering([500, {}], [200, good]), 10)
    await exchange.dapi.exchangeToken(grant)
    expect(reports).toMatchObject([{ outcome: "ProviderUnavailable", attempts: 1 }])
  })
})

describe("baseUrl", () => {
  it.each([
    ["staging", "https://stg-api.aisquare.studio"],
    ["production", "https://api.aisquare.studio"],
    ["https://proxy.test/base", "https://proxy.test"],
  ])("of %s sends to %s", async (baseUrl, origin) => {
    const sent: Array<string> = []
    const fetch: Fetch = async (url) => {
      sent.push(new URL(String(url)).origin)
      return Response.json({}, { status: 401 })
    }
    await createTokenExchange({ aisquare: { baseUrl }, fetch }).aisquare.refreshToken({ refresh: "r" })
    expect(sent).toEqual([origin])
  })
})
