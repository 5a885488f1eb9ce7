/** The plain simulator departs in nothing; only what is allowed is sent, and once. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { bin, run } from "../../contracts/process.ts"
import { createSimulator } from "../../src/testing.ts"
import { verifiableOf } from "./cases.ts"
import { contractOf, environmentOf, kindsOf, runAt, startProxy } from "./fixtures/proxy.ts"
import { collect, spreadCredentials, ValuesMissing } from "./given.ts"
import { secretNames } from "./run.ts"
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
    await using proxy = await startProxy(servers.baseUrls.aisquare, (answer) => answer)
    const environment = environmentOf(simulator)
    await runAt("aisquare", proxy.url, { environment, allow: ["obtainToken"] })
    const sent = proxy.requests.join("\n")
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
  await using proxy = await startProxy(servers.baseUrls.finqware, () => page)
  const environment = environmentOf(simulator)
  const { results } = await runAt("finqware", proxy.url, { environment, allow: "everything" })
  expect(kindsOf(results)).toEqual(["HTML"])
  expect(proxy.requests.join()).not.toContain(environment.FINQWARE_CLIENT_SECRET)
  expect(results.filter(({ unsent }) => unsent).map(({ group }) => group)).toEqual(["fake grant", "redemption"])
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

describe("CREDENTIALS", () => {
  test("are lines of variables, taken out of the environment, and set none that is set already", () => {
    const environment: NodeJS.ProcessEnv = {
      CREDENTIALS: "# of the sandbox\nAISQUARE_USERNAME=alice\r\n\nAISQUARE_PASSWORD=a=b c\n",
      AISQUARE_USERNAME: "bob",
    }
    spreadCredentials(environment)
    expect(environment).toEqual({ AISQUARE_USERNAME: "bob", AISQUARE_PASSWORD: "a=b c" })
  })

  test("are none where there are none", () => {
    const environment: NodeJS.ProcessEnv = {}
    spreadCredentials(environment)
    expect(environment).toEqual({})
  })

  test.each(["AISQUARE_PASSWORD", "=value", "aisquare password=value"])(
    "are refused by the number of a line that is no variable, without its text: %s",
    (line) => {
      expect(() => spreadCredentials({ CREDENTIALS: `A=1\n${line}` })).toThrow(
        /^CREDENTIALS: line 2 is not NAME=value\.$/,
      )
    },
  )
})

describe("the command", () => {
  const command = (args: ReadonlyArray<string>, env = {}) => run(bin("../scripts/verify.ts", ...args), { env })

  test.concurrent.each([
    ["an unknown provider", ["--provider", "nobody"], "There is no provider nobody"],
    ["a grant in the clear", ["--provider", "dapi", "--base-url", "http://h", "--allow", "exchangeToken"], "https://"],
    [
      "nothing to present",
      ["--provider", "dapi", "--base-url", "https://h", "--allow", "exchangeToken"],
      "DAPI_ACCESS_CODE: `accessCode` of exchangeToken, which a success spends",
    ],
  ])("refuses %s", async (_what, args, expected) => {
    const { code, stderr } = await command(args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(expected)])
  })

  test("reads CREDENTIALS, and names the line that it cannot read", async () => {
    const redemption = ["--provider", "dapi", "--base-url", "https://h", "--allow", "exchangeToken"]
    const some = await command(redemption, { CREDENTIALS: "DAPI_ACCESS_CODE=a\nDAPI_APP_SECRET=b" })
    expect(some.stderr.match(/DAPI_\w+/g)).toEqual(["DAPI_CONNECTION_ID"])
    const broken = await command(redemption, { CREDENTIALS: "fake" })
    expect([broken.code, broken.stderr]).toEqual([2, expect.stringContaining("CREDENTIALS: line 1 is not NAME=value.")])
  })
})
