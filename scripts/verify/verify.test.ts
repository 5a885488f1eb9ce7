/** Runs against the simulator: no departure, and only allowed requests, each once. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { serveLoopback } from "../../contracts/loopback.ts"
import { bin, run } from "../../contracts/process.ts"
import { createSimulator } from "../../src/testing.ts"
import { verifiableOf } from "./cases.ts"
import { contractOf, environmentOf, kindsOf, runAt, startProxy } from "./fixtures/proxy.ts"
import { collect, ValuesUnreadable } from "./given.ts"
import { startWitness, type Witness } from "./witness.ts"

const providers = ["aisquare", "dapi", "finqware"] as const

const witnesses = new Map<string, Witness>()
beforeAll(async () => {
  const started = await Promise.all(providers.map((provider) => startWitness(contractOf(provider).spec)))
  for (const [index, witness] of started.entries()) witnesses.set(providers[index] ?? "", witness)
})
afterAll(async () => {
  await Promise.all([...witnesses.values()].map((witness) => witness[Symbol.asyncDispose]()))
})

describe("the simulator", () => {
  test.each(providers)("of %s departs in nothing, with every operation allowed and with Prism", async (provider) => {
    const simulator = createSimulator({ aisquare: { rotate: true } })
    await using servers = await simulator.listen()
    await using witness = await startWitness(contractOf(provider).spec)
    const environment = environmentOf(simulator)
    const { results } = await runAt(provider, servers.baseUrls[provider], { environment, allow: "everything", witness })
    expect(results.flatMap(({ departures }) => departures)).toEqual([])
    expect(results.filter(({ unsent }) => unsent !== undefined)).toEqual([])
    // Prism itself answers a truncated body; it saw every other answer.
    expect(results.filter(({ prism }) => prism !== "agrees").every(({ name }) => name === "body cut short")).toBe(true)
    expect(simulator[provider].journal).toHaveLength(results.length)
    const granted = simulator[provider].journal.filter(({ answer }) =>
      /^200 (exchanged|obtained|refreshed)/.test(answer),
    )
    expect(granted).toHaveLength(provider === "aisquare" ? 3 : 1)
  })

  test.each(providers)("of %s grants nothing when no operation is allowed", async (provider) => {
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

  test("gets no real value for an operation that is not allowed", async () => {
    const simulator = createSimulator()
    await using servers = await simulator.listen()
    await using proxy = await startProxy(servers.baseUrls.aisquare, (answer) => answer)
    const environment = environmentOf(simulator)
    await runAt("aisquare", proxy.url, { environment, allow: ["obtainToken"] })
    const sent = proxy.requests.join("\n")
    expect(sent).toContain(environment.AISQUARE_PASSWORD)
    expect(sent).not.toContain(environment.AISQUARE_TEMP_TOKEN)
    expect(sent).not.toContain(environment.AISQUARE_SUPEREXEC_SECRET)
  })
})

test("a one-time grant is sent once for any answer, and Prism follows no redirect", async () => {
  const simulator = createSimulator()
  await using servers = await simulator.listen()
  const strayed: Array<string> = []
  await using elsewhere = await serveLoopback((response, _sent, { url }) => {
    strayed.push(String(url))
    response.end()
  })
  const location = `${elsewhere.url}/`
  const found: Array<unknown> = []
  for (const status of [307, 421, 501, 0]) {
    const environment = environmentOf(simulator)
    const code = environment.DAPI_ACCESS_CODE ?? ""
    await using proxy = await startProxy(servers.baseUrls.dapi, (answer, sent, response) => {
      if (!sent.includes(code)) return answer
      if (status > 0) return { ...answer, status, headers: { ...answer.headers, location } }
      response.destroy()
      return undefined
    })
    const witness = witnesses.get("dapi")
    const { results } = await runAt("dapi", proxy.url, {
      environment,
      allow: "everything",
      ...(witness && { witness }),
    })
    found.push([status, proxy.requests.filter((sent) => sent.includes(code)).length, ...kindsOf(results)])
  }
  expect(found).toEqual([
    [307, 1, "redirect"],
    [421, 1, "undocumented status", "error for a success"],
    [501, 1, "undocumented status", "error for a success"],
    [0, 1, "no answer"],
  ])
  expect(strayed).toEqual([])
})

test("real credentials are not sent when no answer was one of the API", async () => {
  const simulator = createSimulator()
  await using servers = await simulator.listen()
  const page = { status: 200, headers: { "content-type": "text/html" }, body: "<html>Welcome</html>" }
  await using proxy = await startProxy(servers.baseUrls.finqware, () => page)
  const environment = environmentOf(simulator)
  const { results } = await runAt("finqware", proxy.url, { environment, allow: "everything" })
  expect(kindsOf(results)).toEqual(["HTML"])
  expect(proxy.requests.join()).not.toContain(environment.FINQWARE_CLIENT_SECRET)
  expect(results.filter(({ unsent }) => unsent).map(({ group }) => group)).toEqual(["fake grant", "redemption"])
})

test("a run gives up after three requests without an answer", async () => {
  const { results } = await runAt("finqware", "http://127.0.0.1:1")
  expect(kindsOf(results)).toEqual(["no answer"])
  expect(results.filter(({ unsent }) => unsent === undefined)).toHaveLength(3)
})

describe("real values", () => {
  const contract = contractOf("aisquare")
  const operations = verifiableOf(contract)
  const login = operations.filter(({ operation }) => operation.operationId === "obtainToken")

  test("are reported when missing, except `refresh` after a login", async () => {
    const missing = await collect(contract, operations, {}, undefined).catch((cause: unknown) => cause)
    expect(missing).toBeInstanceOf(ValuesUnreadable)
    expect(String(missing).match(/AISQUARE_\w+/g)).toEqual([
      "AISQUARE_TEMP_TOKEN",
      "AISQUARE_SUPEREXEC_SECRET",
      "AISQUARE_USERNAME",
      "AISQUARE_PASSWORD",
    ])
  })

  test("are prompted for once, and removed from the environment", async () => {
    const environment: NodeJS.ProcessEnv = { AISQUARE_USERNAME: "alice" }
    const questions: Array<string> = []
    const ask = async (question: string) => {
      questions.push(question)
      return "typed"
    }
    const [given] = await collect(contract, login, environment, ask)
    expect(Object.fromEntries(given?.values ?? [])).toEqual({ username: "alice", password: "typed" })
    expect(questions).toHaveLength(1)
    expect(environment).toEqual({})
  })

  test("come from CREDENTIALS where no variable has them", async () => {
    const environment: NodeJS.ProcessEnv = {
      CREDENTIALS: "# of the sandbox\nAISQUARE_USERNAME=alice\r\n\nAISQUARE_PASSWORD=a=b c\n",
      AISQUARE_USERNAME: "bob",
    }
    const [given] = await collect(contract, login, environment, undefined)
    expect(Object.fromEntries(given?.values ?? [])).toEqual({ username: "bob", password: "a=b c" })
    expect(environment).toEqual({})
  })

  test.each(["AISQUARE_PASSWORD", "=value", "aisquare password=value"])(
    "are refused with the number of a malformed line, without its text: %s",
    async (line) => {
      const refused = collect(contract, login, { CREDENTIALS: `A=1\n${line}` }, undefined)
      await expect(refused).rejects.toThrow(/^CREDENTIALS: line 2 is not NAME=value\.$/)
    },
  )
})

describe("npm run verify", () => {
  const redemption = ["--provider", "dapi", "--allow", "exchangeToken", "--base-url"]

  test.concurrent.each<readonly [string, ReadonlyArray<string>, Record<string, string>, string]>([
    ["an unknown provider", ["--provider", "nobody"], {}, "There is no provider nobody"],
    ["a grant over plain HTTP", [...redemption, "http://h"], {}, "https://"],
    [
      "a missing value",
      [...redemption, "https://h"],
      {},
      "DAPI_ACCESS_CODE: `accessCode` of exchangeToken, which a success spends",
    ],
    [
      "a malformed line",
      [...redemption, "https://h"],
      { CREDENTIALS: "fake" },
      "CREDENTIALS: line 1 is not NAME=value.",
    ],
  ])("refuses %s with exit code 2", async (_what, args, env, expected) => {
    const { code, stderr } = await run(bin("../scripts/verify.ts", ...args), { env })
    expect([code, stderr]).toEqual([2, expect.stringContaining(expected)])
  })
})
