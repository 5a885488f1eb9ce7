/** Reports and recorded exchanges of a run contain no secret. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createSimulator } from "../../src/testing.ts"
import { environmentOf, runAt, startProxy } from "./fixtures/proxy.ts"
import { record } from "./record.ts"
import { table, writeReports } from "./report.ts"

const providers = ["aisquare", "dapi", "finqware"] as const

let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "verify-"))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe("secrets", () => {
  /** A provider that quotes the request in every part of its answer. */
  const quoting = async (provider: (typeof providers)[number]) => {
    const simulator = createSimulator()
    await using servers = await simulator.listen()
    let turn = 0
    await using proxy = await startProxy(servers.baseUrls[provider], (answer, sent) => {
      turn += 1
      const encoded = Buffer.from(sent).toString("base64")
      const values = Object.values(JSON.parse(sent.startsWith("{") && sent.endsWith("}") ? sent : "{}")).map(String)
      const quoted = { [values[0] ?? "x"]: values, msg: sent, detail: sent, message: values.join(), note: encoded }
      const headers = { ...answer.headers, "www-authenticate": values.join().replace(/[^ -~]/g, "") }
      const ways = [
        { ...answer, headers, body: JSON.stringify({ ...JSON.parse(answer.body), ...quoted }) },
        { ...answer, headers, body: `<html>${sent}</html>` },
        { ...answer, status: 307, headers: { location: `https://elsewhere.example/${encodeURIComponent(sent)}` } },
        { ...answer, status: 418, headers, body: JSON.stringify(quoted) },
      ]
      return turn < 3 ? answer : ways[turn % ways.length]
    })
    const environment = environmentOf(simulator)
    const runs = []
    // Each real request gets each kind of answer.
    for (const skip of [0, 1, 2, 3]) {
      turn = skip
      runs.push(await runAt(provider, proxy.url, { environment, allow: "everything" }))
    }
    return { environment, runs }
  }

  test.each(providers)("of %s are in no report, no recorded exchange and no terminal output", async (provider) => {
    const { environment, runs } = await quoting(provider)
    const texts: Array<string> = []
    for (const [index, { contract, mask, results }] of runs.entries()) {
      const reports = join(folder, `${provider}-${index}`)
      const report = { provider, baseUrl: "http://127.0.0.1", at: new Date(), results }
      await writeReports(report, reports)
      await record(results, { contract, mask, origin: "http://127.0.0.1", at: new Date(), folder: reports })
      const files = await readdir(reports)
      texts.push(table(report), ...(await Promise.all(files.map((file) => readFile(join(reports, file), "utf8")))))
    }
    const printed = texts.join("\n")
    const secrets = Object.entries(environment).filter(([name]) => name.startsWith(provider.toUpperCase()))
    const shown = secrets.filter(([, secret]) =>
      [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")].some((form) =>
        printed.includes(form),
      ),
    )
    expect(printed).toContain("departure")
    expect(shown.map(([name]) => name)).toEqual([])
  })
})

describe("recorded", () => {
  test("exchanges contain shapes and times but nothing issued; a second run overwrites none", async () => {
    const simulator = createSimulator()
    await using servers = await simulator.listen()
    const environment = environmentOf(simulator)
    const { contract, mask, results } = await runAt("dapi", servers.baseUrls.dapi, { environment, allow: "everything" })
    const target = join(folder, "recorded")
    const recording = { contract, mask, origin: "https://sandbox.example", at: new Date("2026-01-02"), folder: target }
    const first = await record(results, recording)
    const again = await record(results, recording)
    expect(new Set([...first, ...again]).size).toBe(2 * results.length)
    const redeemed = JSON.parse(await readFile(join(target, "dapi-exchangeToken-observed-your-grant.json"), "utf8"))
    expect(redeemed).toMatchObject({
      source: "verify run on 2026-01-02 at https://sandbox.example",
      evidence: "observed",
      request: { url: "https://api.dapi.com/v2/auth/ExchangeToken", verdict: "accepted" },
      answer: { status: 200, body: { success: true, status: "done" } },
    })
    const claims = (token: string) => JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString())
    const real = claims(environment.DAPI_ACCESS_CODE ?? "")
    const made = claims(redeemed.request.body.accessCode)
    expect(Object.keys(made)).toEqual(Object.keys(real))
    expect([made.iat, made.exp]).toEqual([real.iat, real.exp])
    expect(made.tokenID).not.toBe(real.tokenID)
    expect(redeemed.request.body.accessCode).not.toMatch(/simulated$/)
    expect(redeemed.answer.body.tokenID).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
    const received = results.at(-1)?.raw?.seen.text ?? ""
    const { accessToken, tokenID } = JSON.parse(received)
    for (const issued of [accessToken, tokenID]) expect(JSON.stringify(redeemed)).not.toContain(issued)
  })
})
