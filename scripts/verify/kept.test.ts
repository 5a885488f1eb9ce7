/** A recorded exchange keeps the shapes of an observed one, and nothing else of it. */
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { items } from "../../contracts/spec/specs.ts"
import { contractOf, providers, runSimulated } from "./fixtures/runs.ts"
import { makeUp } from "./made-up.ts"
import { record } from "./record.ts"

let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "verify-"))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const claims = (token: string) => JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString())

test("a recorded redemption has shapes and lifetimes but nothing issued; a second run overwrites none", async () => {
  const { contract, results, environment } = await runSimulated("dapi", { allow: "everything" })
  const recording = { contract, baseUrl: "https://tenant-of-somebody.example", at: new Date("2026-01-02"), folder }
  const first = await record(results, recording)
  const again = await record(results, recording)
  expect(new Set([...first, ...again]).size).toBe(2 * results.length)
  const redeemed = JSON.parse(await readFile(join(folder, "dapi-exchangeToken-observed-your-grant.json"), "utf8"))
  expect(redeemed).toMatchObject({
    source: "verify run on 2026-01-02 at another base URL",
    evidence: "observed",
    request: { url: "https://api.dapi.com/v2/auth/ExchangeToken", verdict: "accepted" },
    answer: { status: 200, body: { success: true, status: "done" } },
  })
  const real = claims(environment.DAPI_ACCESS_CODE ?? "")
  const made = claims(redeemed.request.body.accessCode)
  expect(Object.keys(made)).toEqual(Object.keys(real))
  expect(made.exp - made.iat).toBe(real.exp - real.iat)
  const { accessToken, tokenID } = JSON.parse(results.at(-1)?.raw?.seen.answer?.body ?? "")
  expect(redeemed.answer.body.tokenID).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
  for (const issued of [accessToken, tokenID, real.iat]) expect(JSON.stringify(redeemed)).not.toContain(String(issued))
})

test("equal values are recorded as equal, and different ones as different", () => {
  const { body } = makeUp(contractOf("dapi"))
  const [one, same, other] = items(body([], ["S3cret of a", "S3cret of a", "S3cret of b"]))
  expect([one, same === one, other === one]).toEqual([expect.stringMatching(/^made-up-[\da-f]{12}$/), true, false])
})

test("a JWT is recorded with how long it lives, and no other number or name of its own", () => {
  const { text } = makeUp(contractOf("dapi"))
  const jwt = (payload: object) => `e30.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.c2ln`
  const made = (payload: object) => claims(text(jwt(payload)))
  expect(made({ iat: 1616429240, exp: 1616429540 })).toEqual({ iat: 1767323045, exp: 1767323345 })
  expect(made({ iat: 0, exp: 4929123412341240, tokenID: 4929, alice: { appKey: true } })).toEqual({
    iat: 1767323045,
    exp: 1767323045,
    tokenID: 1,
    "x-unknown-1": { appKey: false },
  })
})

test.each(providers)(
  "what %s accepts, refuses and answers is recorded as valid and invalid as it was",
  async (provider) => {
    const { contract, results } = await runSimulated(provider, { allow: "everything" })
    const target = join(folder, provider)
    const files = await record(results, { contract, baseUrl: "http://127.0.0.1", at: new Date(), folder: target })
    expect(files.length).toBe(results.length)
    for (const [index, file] of files.entries()) {
      const { request, answer } = JSON.parse(await readFile(file, "utf8"))
      const { one, judged } = results[index]?.raw ?? {}
      if (one === undefined || judged?.located === undefined) throw new Error(`${file} has no answer.`)
      expect(contract.judge(judged.located.schema, answer.body).valid).toBe(true)
      if (request.verdict === "malformed") continue
      expect(contract.judge(one.located.schema, request.body).valid).toBe(true)
    }
  },
)
