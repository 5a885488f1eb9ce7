/** The plain simulator departs in nothing; only what is allowed is sent, and once; no secret is in what is said. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createSimulator } from "../../src/testing.ts"
import { bin, run } from "../command.ts"
import { verifiableOf } from "./cases.ts"
import { collect, ValuesMissing } from "./given.ts"
import { contractOf, environmentOf, kindsOf, runAt, startPlanting } from "./planting.ts"
import { record } from "./record.ts"
import { table, writeReports } from "./report.ts"
import { secretNames } from "./run.ts"
import { startWitness, type Witness } from "./witness.ts"

const providers = ["aisquare", "dapi", "finqware"] as const

let folder = ""
const witnesses = new Map<string, Witness>()
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "verify-"))
  const started = await Promise.all(providers.map((provider) => startWitness(contractOf(provider).spec)))
  for (const [index, witness] of started.entries()) witnesses.set(providers[index] ?? "", witness)
})
afterAll(async () => {
  await Promise.all([...witnesses.values()].map((witness) => witness[Symbol.asyncDispose]()))
  await rm(folder, { recursive: true, force: true })
})

describe("the plain simulator", () => {
  test.each(providers)("%s departs in nothing, with everything allowed and Prism beside us", async (provider) => {
    const simulator = createSimulator({ aisquare: { rotate: true } })
    await using servers = await simulator.listen()
    await using witness = await startWitness(contractOf(provider).spec)
    const environment = environmentOf(simulator)
    const { results } = await runAt(provider, servers.baseUrls[provider], { environment, allow: "everything", witness })
    expect(results.flatMap(({ departures }) => departures)).toEqual([])
    expect(results.filter(({ unsent }) => unsent !== undefined)).toEqual([])
    // Prism answers a body that is cut short by itself, and was shown every other answer.
    expect(results.filter(({ prism }) => prism !== "agrees").every(({ name }) => name === "body cut short")).toBe(true)
    expect(simulator[provider].journal).toHaveLength(results.length)
    const granted = simulator[provider].journal.filter(({ answer }) =>
      /^200 (exchanged|obtained|refreshed)/.test(answer),
    )
    expect(granted).toHaveLength(provider === "aisquare" ? 3 : 1)
  })

  test.each(providers)("%s grants nothing where nothing is allowed", async (provider) => {
    const simulator = createSimulator()
    await using servers = await simulator.listen()
    const { results } = await runAt(provider, servers.baseUrls[provider])
    const { journal } = simulator[provider]
    expect(kindsOf(results)).toEqual([])
    expect(journal.filter(({ problems }) => problems.length === 0).map(({ answer }) => answer)).toEqual(
      {
        aisquare: ["400 grant-rejected", "401 password-rejected", "401 token-expired"],
        dapi: ["401 client-rejected"],
        finqware: ["400 client-id-rejected"],
      }[provider],
    )
    expect(journal.length).toBeGreaterThan(10)
  })

  test("an operation that is not allowed is sent nothing real", async () => {
    const simulator = createSimulator()
    await using servers = await simulator.listen()
    await using planting = await startPlanting(servers.baseUrls.aisquare, (answer) => answer)
    const environment = environmentOf(simulator)
    await runAt("aisquare", planting.url, { environment, allow: ["obtainToken"] })
    const sent = planting.requests.join("\n")
    expect(sent).toContain(environment.AISQUARE_PASSWORD)
    expect(sent).not.toContain(environment.AISQUARE_TEMP_TOKEN)
    expect(sent).not.toContain(environment.AISQUARE_SUPEREXEC_SECRET)
  })
})

test("a one-time grant goes out once, whatever is answered, and Prism is led nowhere", async () => {
  const simulator = createSimulator()
  await using servers = await simulator.listen()
  const strayed: Array<string> = []
  const elsewhere = createServer((request, response) => {
    strayed.push(String(request.url))
    response.end()
  })
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve))
  // An address that a server on a port has.
  const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`
  const found: Array<unknown> = []
  for (const status of [307, 421, 501, 0]) {
    const environment = environmentOf(simulator)
    const code = environment.DAPI_ACCESS_CODE ?? ""
    await using planting = await startPlanting(servers.baseUrls.dapi, (answer, sent, response) => {
      if (!sent.includes(code)) return answer
      if (status > 0) return { ...answer, status, headers: { ...answer.headers, location } }
      response.destroy()
      return undefined
    })
    const witness = witnesses.get("dapi")
    const { results } = await runAt("dapi", planting.url, {
      environment,
      allow: "everything",
      ...(witness && { witness }),
    })
    found.push([status, planting.requests.filter((sent) => sent.includes(code)).length, ...kindsOf(results)])
  }
  await new Promise((resolve) => elsewhere.close(resolve))
  expect(found).toEqual([
    [307, 1, "redirect"],
    [421, 1, "undocumented status", "error for a success"],
    [501, 1, "undocumented status", "error for a success"],
    [0, 1, "no answer"],
  ])
  expect(strayed).toEqual([])
})

test("real credentials go to nobody whose answers were none of this API", async () => {
  const simulator = createSimulator()
  await using servers = await simulator.listen()
  const page = { status: 200, headers: { "content-type": "text/html" }, body: "<html>Welcome</html>" }
  await using planting = await startPlanting(servers.baseUrls.finqware, () => page)
  const environment = environmentOf(simulator)
  const { results } = await runAt("finqware", planting.url, { environment, allow: "everything" })
  expect(kindsOf(results)).toEqual(["HTML"])
  expect(planting.requests.join()).not.toContain(environment.FINQWARE_CLIENT_SECRET)
  expect(results.filter(({ unsent }) => unsent).map(({ group }) => group)).toEqual(["made-up grant", "redemption"])
})

test("what nobody answers is given up after three", async () => {
  const { results } = await runAt("finqware", "http://127.0.0.1:1")
  expect(kindsOf(results)).toEqual(["no answer"])
  expect(results.filter(({ unsent }) => unsent === undefined)).toHaveLength(3)
})

describe("what is needed", () => {
  const aisquare = contractOf("aisquare")
  const operations = verifiableOf(aisquare)
  const names = (one: (typeof operations)[number]) => secretNames(aisquare, one.operation)

  test("is named where it is missing, and `refresh` is not where a login comes first", async () => {
    const missing = await collect(operations, names, {}, undefined).catch((cause: unknown) => cause)
    expect(missing).toBeInstanceOf(ValuesMissing)
    const variables = String(missing).match(/AISQUARE_\w+/g)
    expect(variables).toEqual([
      "AISQUARE_TEMP_TOKEN",
      "AISQUARE_SUPEREXEC_SECRET",
      "AISQUARE_USERNAME",
      "AISQUARE_PASSWORD",
    ])
  })

  test("is asked for, once each, and taken out of the environment", async () => {
    const environment: NodeJS.ProcessEnv = { AISQUARE_USERNAME: "alice" }
    const questions: Array<string> = []
    const ask = async (question: string) => {
      questions.push(question)
      return "typed"
    }
    const login = operations.filter(({ operation }) => operation.operationId === "obtainToken")
    const [given] = await collect(login, names, environment, ask)
    expect(Object.fromEntries(given?.values ?? [])).toEqual({ username: "alice", password: "typed" })
    expect(questions).toHaveLength(1)
    expect(environment).toEqual({})
  })
})

describe("secrets", () => {
  /** A provider that quotes what it was sent, in every place where an answer has one. */
  const quoting = async (provider: (typeof providers)[number]) => {
    const simulator = createSimulator()
    await using servers = await simulator.listen()
    let turn = 0
    await using planting = await startPlanting(servers.baseUrls[provider], (answer, sent) => {
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
    // Each of the real requests is answered in each of the ways.
    for (const skip of [0, 1, 2, 3]) {
      turn = skip
      runs.push(await runAt(provider, planting.url, { environment, allow: "everything" }))
    }
    return { environment, runs }
  }

  test.each(providers)("of %s are in no report, in no record and on no terminal", async (provider) => {
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
  test("exchanges hold shapes and times, and nothing that was issued; a second run overwrites none", async () => {
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

describe("the command", () => {
  const command = (...args: ReadonlyArray<string>) => run([...bin("../scripts/verify.ts", ...args)])

  test.concurrent.each([
    ["an unknown provider", ["--provider", "acme"], "There is no provider acme"],
    ["a grant in the clear", ["--provider", "dapi", "--base-url", "http://h", "--allow", "exchangeToken"], "https://"],
    [
      "nothing to present",
      ["--provider", "dapi", "--base-url", "https://h", "--allow", "exchangeToken"],
      "DAPI_ACCESS_CODE: `accessCode` of exchangeToken, which a success spends",
    ],
  ])("refuses %s", async (_what, args, said) => {
    const { code, stderr } = await command(...args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
  })
})
