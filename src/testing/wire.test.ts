import { describe, expect, it } from "vitest"
import { createTokenExchange } from "../index.ts"
import { createSimulator } from "../testing.ts"

describe("the simulator's fetch, like the platform's", () => {
  const url = "https://api.dapi.com/v2/auth/ExchangeToken"
  const post = { method: "POST", headers: { "content-type": "application/json" } }

  it("sends nothing for an aborted signal, and rejects when aborted during a hang", async () => {
    const { dapi, fetch } = createSimulator()
    await expect(fetch(url, { ...post, body: "{}", signal: AbortSignal.abort("gone") })).rejects.toBe("gone")
    expect(dapi.journal).toEqual([])
    dapi.failNext("hang")
    const controller = new AbortController()
    const silent = fetch(url, { ...post, body: "{}", signal: controller.signal })
    controller.abort("gone")
    await expect(silent).rejects.toBe("gone")
  })

  it("rejects for an invalid URL, and gives a fault to the request that was made first", async () => {
    const { dapi, fetch } = createSimulator()
    await expect(fetch("no address")).rejects.toBeInstanceOf(TypeError)
    dapi.failNext("reset-after-send")
    dapi.failNext("refused")
    const codes = await Promise.all(
      ["{}", "{}"].map((body) => fetch(url, { ...post, body }).catch(({ cause }) => cause.code)),
    )
    expect(codes).toEqual(["ECONNRESET", "ECONNREFUSED"])
  })
})

it("a 204 has no body", async () => {
  const { dapi, fetch } = createSimulator()
  dapi.answerNext("200 exchanged", { status: 204 })
  const url = "https://api.dapi.com/v2/auth/ExchangeToken"
  const response = await fetch(url, { method: "POST", body: "{}", headers: { "content-type": "application/json" } })
  expect([response.status, response.body]).toEqual([204, null])
})

it("a forced answer of another operation stays queued", async () => {
  const simulator = createSimulator({ aisquare: {} })
  const { aisquare } = createTokenExchange(simulator.settings)
  simulator.aisquare.answerNext("401 password-rejected")
  const other = await aisquare.exchangeToken(simulator.aisquare.issueGrant())
  expect(other.error).toMatchObject({ _tag: "ProviderUnavailable", status: 500 })
  expect((await aisquare.obtainToken(simulator.aisquare.user)).error).toMatchObject({ status: 401 })
  expect(simulator.aisquare.journal.map(({ answer }) => answer)).toEqual([
    `exchangeToken has no answer "401 password-rejected" in its spec`,
    "401 password-rejected",
  ])
})

it("the journal masks paths, methods and names that no spec has", async () => {
  const { finqware, fetch } = createSimulator()
  const json = { "content-type": "application/json" }
  await fetch("https://api.finqware.com/v1/tokens/injected", { method: "POST", body: "{}", headers: json })
  await fetch("https://api.finqware.com/v1/tokens", { method: "POST", body: '{"injected":"Ω","Ω":1}', headers: json })
  expect(finqware.journal.map(({ path, answer }) => [path, answer])).toEqual([
    ["<unknown>", "404"],
    ["/v1/tokens", "400 fields-missing"],
  ])
  expect(JSON.stringify(finqware.journal)).not.toMatch(/injected|Ω/)
})

it("a server survives requests that it cannot read", async () => {
  const simulator = createSimulator()
  await using servers = await simulator.listen()
  const { baseUrls, settings } = servers
  simulator.aisquare.answerNext("401 password-rejected")
  const wrong = await fetch(`${baseUrls.aisquare}/api/v1/superexec/exchange/`, { method: "POST", body: "{}" })
  expect([wrong.status, await wrong.text()]).toEqual([500, expect.stringContaining("401 password-rejected")])
  expect(simulator.aisquare.journal).toMatchObject([
    { operation: "exchangeToken", answer: `exchangeToken has no answer "401 password-rejected" in its spec` },
  ])
  expect((await fetch(`${baseUrls.aisquare}//`, { method: "POST" })).status).toBe(404)
  const { aisquare } = createTokenExchange(settings)
  const login = () => aisquare.obtainToken(simulator.aisquare.user)
  // The answer was forced for a login, and the first login gets it.
  expect((await login()).error).toMatchObject({ _tag: "InvalidGrant", status: 401 })
  expect((await login()).error).toBeUndefined()
})
