/** What the journal says that a test did wrong. */
import { inspect } from "node:util"
import { describe, expect, it } from "vitest"
import { createTokenExchange } from "../index.ts"
import { createSimulator } from "../testing.ts"

const minute = 60_000

const setUp = () => {
  const simulator = createSimulator({ aisquare: { rotate: true } })
  const exchange = createTokenExchange(simulator.settings)
  const hints = {
    aisquare: () => simulator.aisquare.journal.at(-1)?.hint,
    dapi: () => simulator.dapi.journal.at(-1)?.hint,
    finqware: () => simulator.finqware.journal.at(-1)?.hint,
  }
  return { simulator, exchange, hints }
}

it("a request that is granted has no hint", async () => {
  const { simulator, exchange } = setUp()
  await exchange.dapi.exchangeToken(simulator.dapi.issueGrant())
  expect(simulator.dapi.journal[0]).not.toHaveProperty("hint")
})

describe("a grant", () => {
  it("that was never issued is to be taken from issueGrant()", async () => {
    const { exchange, hints } = setUp()
    await exchange.dapi.exchangeToken({ accessCode: "made-up-by-the-test", connectionId: "c" })
    expect(hints.dapi()).toBe("This grant was never issued here: take one from dapi.issueGrant().")
    await exchange.finqware.exchangeToken({ tempToken: "made-up-by-the-test" })
    expect(hints.finqware()).toBe("This grant was never issued here: take one from finqware.issueGrant().")
    await exchange.aisquare.exchangeToken({ tempToken: "made-up-by-the-test" })
    expect(hints.aisquare()).toBe("This grant was never issued here: take one from aisquare.issueGrant().")
    await exchange.aisquare.refreshToken({ refresh: "made-up-by-the-test" })
    expect(hints.aisquare()).toMatch(/^This grant was never issued here: take one from a login/)
  })

  it("that was presented twice says so", async () => {
    const { simulator, exchange, hints } = setUp()
    const code = simulator.dapi.issueGrant()
    const temp = simulator.finqware.issueGrant()
    const studio = simulator.aisquare.issueGrant()
    for (const _twice of [1, 2]) {
      await exchange.dapi.exchangeToken(code)
      await exchange.finqware.exchangeToken(temp)
      await exchange.aisquare.exchangeToken(studio)
    }
    expect(hints.dapi()).toBe("This grant was spent before: take another one from dapi.issueGrant().")
    expect(hints.finqware()).toBe("This grant was spent before: take another one from finqware.issueGrant().")
    expect(hints.aisquare()).toBe("This grant was spent before: take another one from aisquare.issueGrant().")
    const session = simulator.aisquare.grants.refreshToken()
    await exchange.aisquare.refreshToken(session)
    await exchange.aisquare.refreshToken(session)
    expect(hints.aisquare()).toMatch(/^This grant was spent before: take another one from .*the last refresh/)
  })

  it("that has expired says that the clock has passed it", async () => {
    const { simulator, exchange, hints } = setUp()
    const code = simulator.dapi.issueGrant()
    const temp = simulator.finqware.issueGrant()
    const studio = simulator.aisquare.issueGrant()
    simulator.clock.advance(30 * minute)
    await exchange.dapi.exchangeToken(code)
    await exchange.finqware.exchangeToken(temp)
    await exchange.aisquare.exchangeToken(studio)
    const expired = "This grant has expired by the simulator's clock: take another one from"
    expect(hints.dapi()).toBe(`${expired} dapi.issueGrant().`)
    expect(hints.finqware()).toBe(`${expired} finqware.issueGrant().`)
    expect(hints.aisquare()).toBe(`${expired} aisquare.issueGrant().`)
  })

  it("of another connection, or of a consent that has ended, says so", async () => {
    const { simulator, exchange, hints } = setUp()
    const [{ accessCode }, { connectionId }] = [simulator.dapi.issueGrant(), simulator.dapi.issueGrant()]
    await exchange.dapi.exchangeToken({ accessCode, connectionId })
    expect(hints.dapi()).toMatch(/^This access code belongs to another connection:/)
    await exchange.finqware.exchangeToken(simulator.finqware.issueGrant({ consentExpiresAt: new Date(0) }))
    expect(hints.finqware()).toMatch(/^The consent has ended by the simulator's clock:/)
    await exchange.finqware.deleteConsent({ ...simulator.finqware.issueConsent(), accessToken: "another" })
    expect(hints.finqware()).toMatch(/^This consent and access token were not issued together:/)
    await exchange.finqware.deleteConsent({ ...simulator.finqware.issueConsent(), credentialsId: "another" })
    expect(hints.finqware()).toMatch(/^This consent and access token were not issued together:/)
    await exchange.finqware.deleteConsent(simulator.finqware.issueConsent({ consentExpiresAt: new Date(0) }))
    expect(hints.finqware()).toMatch(/^The consent has ended/)
  })
})

it("wrong credentials are to be replaced by simulator.settings", async () => {
  const { simulator, hints } = setUp()
  const { fetch, aisquare, dapi, finqware } = simulator
  const wrong = createTokenExchange({
    aisquare: { superexecSecret: "wrong" },
    dapi: { appSecret: "wrong" },
    finqware: { ...finqware.settings, clientSecret: "wrong" },
    fetch,
  })
  await wrong.aisquare.exchangeToken(aisquare.issueGrant())
  await wrong.dapi.exchangeToken(dapi.issueGrant())
  await wrong.finqware.exchangeToken(finqware.issueGrant())
  const use = "is not the simulator's: make the client with simulator.settings."
  expect([hints.aisquare(), hints.dapi(), hints.finqware()]).toEqual([
    `superexecSecret ${use}`,
    `appSecret ${use}`,
    `clientSecret ${use}`,
  ])
  await wrong.aisquare.obtainToken({ ...aisquare.user, password: "wrong" })
  expect(hints.aisquare()).toBe("This user or password is unknown: log in with aisquare.user.")
})

describe("a request that the spec refuses", () => {
  const url = "https://api.finqware.com/v1/tokens"
  const json = { "content-type": "application/json" }
  it.each([
    ["without a field", '{"client_id":"a","client_secret":"b"}', json, "The spec requires temp_token: send it."],
    ["with an unknown field", '{"secret-as-a-name":1,"temp_token":"t"}', json, /requires|no field <unknown>/],
    [
      "with a wrong type",
      '{"client_id":7,"client_secret":"b","temp_token":"t"}',
      json,
      "The spec refuses client_id (type): correct its value.",
    ],
    ["that is not JSON", "{", json, "The body is not JSON: encode it with JSON.stringify or the like."],
    [
      "of another type",
      "a=b",
      { "content-type": "text/plain" },
      "The spec refuses the media type: send application/json.",
    ],
    ["without a body", "", json, "The spec refuses the body (required): send its fields as application/json."],
  ])("%s names what to send", async (_, body, headers, hint) => {
    const { simulator, hints } = setUp()
    await simulator.fetch(url, { method: "POST", body, headers })
    expect(hints.finqware()).toMatch(hint)
    expect(inspect(simulator.finqware.journal, { depth: 9 })).not.toContain("secret-as-a-name")
  })
})

it("an unknown path or method names those of the spec", async () => {
  const { simulator, hints } = setUp()
  await simulator.fetch("https://api.dapi.com/v2/auth/secret-in-the-path", { method: "POST" })
  const known =
    "dapi has no such path or method: correct the base URL or the path to one of POST /v2/auth/ExchangeToken."
  expect(hints.dapi()).toBe(known)
  await simulator.fetch("https://api.dapi.com/v2/auth/ExchangeToken", { method: "PUT" })
  expect(hints.dapi()).toBe(known)
})

it("a rate limit says how far to advance the clock", async () => {
  const { simulator, exchange, hints } = setUp()
  simulator.aisquare.limitRate({ requests: 0, milliseconds: minute })
  await exchange.aisquare.obtainToken(simulator.aisquare.user, { timeout: 100 })
  expect(hints.aisquare()).toBe("limitRate allows 0 requests in 60000 ms: wait, or call clock.advance(60000).")
})

it("an answer and a fault that were asked for say so, and what is left of the grant", async () => {
  const { simulator, exchange, hints } = setUp()
  const redeem = () => exchange.dapi.exchangeToken(simulator.dapi.issueGrant())
  simulator.dapi.answerNext("200 grant-rejected")
  await redeem()
  expect(hints.dapi()).toMatch(/^answerNext\("200 grant-rejected"\) asked for this answer/)
  simulator.dapi.failNext("reset-after-send")
  await redeem()
  expect(hints.dapi()).toMatch(/^The fault "reset-after-send" .* present another grant/)
  simulator.dapi.failNext("unavailable")
  await redeem()
  expect(hints.dapi()).toMatch(/^The fault "unavailable" .* the same grant is still good\.$/)
  simulator.dapi.failNext("late", { milliseconds: 1 })
  await redeem()
  expect(hints.dapi()).toMatch(/^The fault "late" .* wait for the answer/)
  simulator.aisquare.answerNext("401 password-rejected")
  await exchange.aisquare.refreshToken({ refresh: "r" })
  expect(simulator.aisquare.journal[0]?.hint).toBe(
    'answerNext("401 password-rejected") waits for an operation that has this answer: refreshToken has not.',
  )
})
