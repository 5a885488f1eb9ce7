/** Runs against the simulator: no departure, and only allowed requests, each once. */
import { describe, expect, test } from "vitest"
import { serveLoopback } from "../../contracts/loopback.ts"
import { bin, run } from "../../contracts/process.ts"
import { createSimulator } from "../../src/testing.ts"
import { verifiableOf } from "./cases.ts"
import { contractOf, kindsOf, providers, runAt, runSimulated } from "./fixtures/runs.ts"
import { collect, ValuesUnreadable } from "./given.ts"

describe("the simulator", () => {
  test.each(providers)("of %s departs in nothing, with every operation allowed", async (provider) => {
    const simulator = createSimulator({ aisquare: { rotate: true } })
    const { results, journal } = await runSimulated(provider, { simulator, allow: "everything" })
    expect(results.flatMap(({ departures }) => departures)).toEqual([])
    expect(results.filter(({ unsent }) => unsent !== undefined)).toEqual([])
    expect(journal).toHaveLength(results.length)
    const granted = journal.filter(({ answer }) => /^200 (exchanged|obtained|refreshed)/.test(answer))
    expect(granted).toHaveLength(provider === "aisquare" ? 3 : 1)
  })

  test.each([
    ["aisquare", ["400 grant-rejected", "401 password-rejected", "401 token-expired"]],
    ["dapi", ["401 client-rejected"]],
    ["finqware", ["400 client-id-rejected", "400 client-id-rejected"]],
  ] as const)("of %s grants nothing when no operation is allowed", async (provider, refusals) => {
    const { results, journal } = await runSimulated(provider)
    expect(kindsOf({ results })).toEqual([])
    expect(journal.filter(({ problems }) => problems.length === 0).map(({ answer }) => answer)).toEqual(refusals)
    expect(journal.length).toBeGreaterThan(10)
  })

  test("gets no real value for an operation that is not allowed", async () => {
    const { requests, environment } = await runSimulated("aisquare", {
      inject: (answer) => answer,
      allow: ["obtainToken"],
    })
    const sent = requests.join("\n")
    expect(sent).toContain(environment.AISQUARE_PASSWORD)
    expect(sent).not.toContain(environment.AISQUARE_TEMP_TOKEN)
    expect(sent).not.toContain(environment.AISQUARE_SUPEREXEC_SECRET)
  })
})

test.each([
  [307, ["redirect"]],
  [421, ["undocumented status", "error for a success"]],
  [501, ["undocumented status", "error for a success"]],
  [0, ["no answer"]],
])("a one-time grant is sent once, and no redirect followed, where the answer is a %d", async (status, kinds) => {
  const strayed: Array<string> = []
  await using elsewhere = await serveLoopback((response, _sent, { url }) => {
    strayed.push(String(url))
    response.end()
  })
  const ran = await runSimulated("dapi", {
    allow: "everything",
    inject: (answer, _sent, response) => {
      if (!answer.body.includes("accessToken")) return answer
      if (status > 0) return { ...answer, status, headers: { ...answer.headers, location: `${elsewhere.url}/` } }
      response.destroy()
      return undefined
    },
  })
  const code = ran.environment.DAPI_ACCESS_CODE ?? "none"
  expect(ran.requests.filter((sent) => sent.includes(code))).toHaveLength(1)
  expect(kindsOf(ran)).toEqual(kinds)
  expect(strayed).toEqual([])
})

test("real credentials are not sent when no answer was one of the API", async () => {
  const page = { status: 200, headers: { "content-type": "text/html" }, body: "<html>Welcome</html>" }
  const ran = await runSimulated("finqware", { inject: () => page, allow: "everything" })
  expect(kindsOf(ran)).toEqual(["HTML"])
  expect(ran.requests.join()).not.toContain(ran.environment.FINQWARE_CLIENT_SECRET)
  // A deletion has no one-time grant that could be faked.
  const unsent = ran.results.filter(({ unsent }) => unsent).map(({ group }) => group)
  expect(unsent).toEqual(["fake grant", "redemption", "redemption"])
})

test("a run gives up after three requests without an answer", async () => {
  const ran = await runAt("finqware", "http://127.0.0.1:1", {})
  expect(kindsOf(ran)).toEqual(["no answer"])
  expect(ran.results.filter(({ unsent }) => unsent === undefined)).toHaveLength(3)
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

  test.each([
    ["a prompt, once", { AISQUARE_USERNAME: "alice" }, { username: "alice", password: "typed" }, 1],
    [
      "CREDENTIALS, where no variable has them",
      { CREDENTIALS: "# sandbox\nAISQUARE_USERNAME=alice\r\n\nAISQUARE_PASSWORD=a=b c\n", AISQUARE_USERNAME: "bob" },
      { username: "bob", password: "a=b c" },
      0,
    ],
  ])("come from %s, and leave the environment", async (_where, given, expected, asked) => {
    const environment: NodeJS.ProcessEnv = { ...given }
    const questions: Array<string> = []
    const [collected] = await collect(contract, login, environment, async (question) => {
      questions.push(question)
      return "typed"
    })
    expect(Object.fromEntries(collected?.values ?? [])).toEqual(expected)
    expect(questions).toHaveLength(asked)
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
  const missing = "DAPI_ACCESS_CODE: `accessCode` of exchangeToken, which a success spends"

  test.concurrent.each<readonly [string, ReadonlyArray<string>, Record<string, string>, string]>([
    ["an unknown provider", ["--provider", "nobody"], {}, "There is no provider nobody"],
    ["a grant over plain HTTP", [...redemption, "http://h"], {}, "https://"],
    ["a missing value", [...redemption, "https://h"], {}, missing],
    ["a malformed line", [...redemption, "https://h"], { CREDENTIALS: "fake" }, "line 1 is not NAME=value."],
  ])("refuses %s with exit code 2", async (_what, args, env, expected) => {
    const { code, stderr } = await run(bin("../scripts/verify.ts", ...args), { env })
    expect([code, stderr]).toEqual([2, expect.stringContaining(expected)])
  })
})
