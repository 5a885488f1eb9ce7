/** A vendor of forms, parameters, credentials in headers and empty answers is verified like any other. */
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { verifiableOf } from "./cases.ts"
import { acmeEnvironment, startAcme } from "./fixtures/acme.ts"
import { contractOf, runAt } from "./fixtures/runs.ts"
import { collect } from "./given.ts"
import { record } from "./record.ts"

const everything = { environment: acmeEnvironment, allow: "everything" } as const

test("each operation is redeemed once, with what an earlier answer brought, and nothing departs", async () => {
  await using vendor = await startAcme()
  const { results } = await runAt("acme", vendor.url, everything)
  expect(results.flatMap(({ departures }) => departures)).toEqual([])
  expect(results.filter(({ unsent }) => unsent !== undefined)).toEqual([])
  expect(vendor.granted()).toEqual([
    "POST /token",
    "POST /token",
    "DELETE /sessions/s%2F1%20of%20a%20user",
    "GET /sessions/s%2F1%20of%20a%20user?part=name%26balance",
  ])
})

test("what a form, a parameter and a header must have is left out in turn, and no real value is sent", async () => {
  await using vendor = await startAcme()
  const { results } = await runAt("acme", vendor.url, { environment: acmeEnvironment })
  expect(vendor.granted()).toEqual([])
  expect(results.filter(({ group }) => group === "malformed").map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "authorization required client_id",
      "authorization required session",
      "body required code",
      "grant_type const",
      "id maxLength",
      "query required part",
      "limit minimum",
      "header required X-Tenant",
      "key required X-Api-Key",
      "media type text/plain",
    ]),
  )
  const sent = vendor.requests.join("\n")
  for (const value of Object.values(acmeEnvironment)) expect(sent).not.toContain(value)
})

test("a grant for everybody is a departure: a success where every value is fake, an empty one too", async () => {
  await using vendor = await startAcme(204)
  const { results } = await runAt("acme", vendor.url, {})
  const found = results.filter(({ operationId, group }) => operationId === "endSession" && group === "fake")
  expect(found.map(({ departures }) => departures.map(({ kind, seen }) => [kind, seen]))).toEqual([
    [["200 for an error", "204 no body"]],
  ])
})

test("a recorded exchange has its parameters and credentials as made-up fields, and an empty answer no body", async () => {
  await using vendor = await startAcme()
  const { contract, results } = await runAt("acme", vendor.url, everything)
  const folder = await mkdtemp(join(tmpdir(), "verify-placed-"))
  try {
    const files = await record(results, { contract, baseUrl: vendor.url, at: new Date("2026-01-02"), folder })
    expect(files).toHaveLength(results.length)
    const read = async (name: string) => JSON.parse(await readFile(join(folder, `acme-${name}.json`), "utf8"))
    const madeUp = expect.stringMatching(/^made-up-/)
    expect(await read("endSession-observed-your-grant")).toMatchObject({
      request: {
        method: "DELETE",
        url: "https://api.acme.test/sessions/{id}",
        body: { id: madeUp, session: madeUp },
        verdict: "accepted",
      },
      answer: { status: 204 },
    })
    expect((await read("redeemCode-observed-your-grant")).request).toEqual({
      method: "POST",
      url: "https://api.acme.test/token",
      contentType: "application/x-www-form-urlencoded",
      body: { client_id: madeUp, client_secret: madeUp, grant_type: "authorization_code", code: madeUp },
      verdict: "accepted",
    })
    const kept = (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("\n")
    for (const value of [...Object.values(acmeEnvironment), "Rosalind", "at-of-a-user", "rt-of-a-user"])
      expect(kept).not.toContain(value)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test.each(["two\nlines", " spaced", "ключ"])(
  "a value that no header can hold is refused without being shown: %j",
  async (value) => {
    const contract = contractOf("acme")
    const refused = collect(contract, verifiableOf(contract), { ...acmeEnvironment, ACME_X_API_KEY: value }, undefined)
    await expect(refused).rejects.toThrow(/^ACME_X_API_KEY goes into a header: it must be one line of visible ASCII\.$/)
  },
)
