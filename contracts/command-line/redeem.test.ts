/** `token-exchange redeem` at the simulated providers: what it sends, prints, writes and returns. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { restoreTokens } from "../../src/index.ts"
import { variableOf } from "../../src/variable.ts"
import { run, simulate, start } from "./fixtures/cli.ts"
import { simulators } from "./fixtures/known.ts"

const folder = mkdtempSync(join(tmpdir(), "token-exchange-redeem-"))
const simulated = await simulate()
/** What is secret in this file: credentials that the simulator knows, and every grant and token. */
const secrets = new Set<string>(
  Object.entries(simulated.env).flatMap(([name, value]) => (/SECRET/.test(name) ? [value] : [])),
)
const printed: Array<string> = []
const argv: Array<string> = []

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await simulated[Symbol.asyncDispose]()
})

let files = 0
const newFile = () => join(folder, `${files++}.json`)

/** The credentials, and a fresh grant in its variables. */
const environmentOf = async (provider: string, operation = "exchangeToken") => {
  const grant = Object.entries(await simulated.grant(provider, operation))
  for (const [name, value] of grant) if (/token|code|refresh|password/i.test(name)) secrets.add(value)
  return { ...simulated.env, ...Object.fromEntries(grant.map(([name, value]) => [variableOf(provider, name), value])) }
}

/** Runs `redeem`, and keeps what it printed for the search for secrets. */
const redeem = async (args: ReadonlyArray<string>, env: Readonly<Record<string, string>>) => {
  const ran = await run(["redeem", ...args], env)
  printed.push(ran.output)
  argv.push(...args)
  return ran
}

const journal = async (provider: string): Promise<ReadonlyArray<object>> =>
  (await fetch(`${simulated.baseUrl(provider)}/_simulator/journal`)).json()
const fail = (provider: string, fault: object) =>
  fetch(`${simulated.baseUrl(provider)}/_simulator/fail`, { method: "POST", body: JSON.stringify(fault) })

const operations = simulators.flatMap(({ provider, operations }) => operations.map((one) => [provider, one] as const))

describe("redeem", () => {
  it.each(operations)("%s %s presents a grant from the environment, and exits 0", async (provider, operation) => {
    const { code, stdout } = await redeem([provider, operation, "--yes"], await environmentOf(provider, operation))
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^(Redeemed|Done):\n {2}provider +\w+/)])
    expect((await journal(provider)).at(-1)).toMatchObject({ operation, answer: expect.stringMatching(/^200 /) })
  })

  it("writes the tokens into a file of mode 0600 that restoreTokens reads, and shows them masked", async () => {
    const out = newFile()
    const { code, stdout, stderr } = await redeem(
      ["finqware", "exchangeToken", "--yes", "--out", out],
      await environmentOf("finqware"),
    )
    expect(code).toBe(0)
    expect(statSync(out).mode & 0o777).toBe(0o600)
    expect(restoreTokens(readFileSync(out, "utf8"))).toMatchObject({ provider: "finqware" })
    const { accessToken } = JSON.parse(readFileSync(out, "utf8"))
    secrets.add(accessToken)
    expect(stdout).toMatch(/accessToken +<redacted>/)
    expect(stderr).toContain(`finqware.exchangeToken at ${simulated.baseUrl("finqware")}/ is sent clientId`)
    expect(stderr).toContain("A success spends tempToken, or may.")
  })

  it("refuses a file that exists before anything is sent, and leaves it", async () => {
    const out = newFile()
    writeFileSync(out, "earlier tokens")
    const before = await journal("dapi")
    const { code, output } = await redeem(["dapi", "exchangeToken", "--yes", "--out", out], await environmentOf("dapi"))
    expect([code, output]).toEqual([2, expect.stringContaining("exists already. Nothing was sent.")])
    expect(readFileSync(out, "utf8")).toBe("earlier tokens")
    expect(await journal("dapi")).toEqual(before)
  })

  it("exits 1 for a wrong grant, says what to do, and leaves no file", async () => {
    const out = newFile()
    const env = { ...(await environmentOf("finqware")), FINQWARE_TEMP_TOKEN: "a-grant-of-nobody" }
    const { code, stderr } = await redeem(["finqware", "exchangeToken", "--yes", "--out", out], env)
    secrets.add("a-grant-of-nobody")
    expect([code, stderr]).toEqual([1, expect.stringMatching(/InvalidGrant: .*Ask the user for a new one\./)])
    expect(existsSync(out)).toBe(false)
  })

  it("exits 2 where it may not ask, and where a value is missing: nothing was sent", async () => {
    const before = await journal("aisquare")
    const asking = await redeem(["aisquare", "exchangeToken"], await environmentOf("aisquare"))
    expect([asking.code, asking.output]).toEqual([2, expect.stringContaining("only with --yes")])
    const { AISQUARE_TEMP_TOKEN: _, ...without } = await environmentOf("aisquare")
    const missing = await redeem(["aisquare", "exchangeToken", "--yes"], without)
    expect([missing.code, missing.output]).toEqual([
      2,
      expect.stringMatching(/Set these variables.*\n {2}AISQUARE_TEMP_TOKEN /),
    ])
    expect(await journal("aisquare")).toEqual(before)
  })

  it("goes to --base-url rather than to the variable, and refuses one of plain HTTP elsewhere", async () => {
    const env = { ...(await environmentOf("dapi")), DAPI_BASE_URL: "http://127.0.0.1:9" }
    const args = ["dapi", "exchangeToken", "--yes", "--base-url"]
    expect((await redeem([...args, simulated.baseUrl("dapi")], env)).code).toBe(0)
    const plain = await redeem([...args, "http://provider.example"], env)
    expect([plain.code, plain.output]).toEqual([2, expect.stringContaining("DAPI_BASE_URL must begin with https://")])
  })

  it("sends a number where the spec wants one", async () => {
    const env = { ...(await environmentOf("finqware", "deleteConsent")), FINQWARE_PCD_DATA_RETENTION: "0" }
    expect((await redeem(["finqware", "deleteConsent", "--yes"], env)).code).toBe(0)
  })

  it.each([
    [["dpai", "exchangeToken"], "There is no such provider. Did you mean dapi?"],
    [["dapi", "exchangetokens"], "dapi has no such operation. Did you mean exchangeToken?"],
    [["dapi", "exchangeToken", "--app-secret", "x"], "set DAPI_APP_SECRET, or be asked for it."],
    [["dapi", "exchangeToken", "secret-word"], "There is a word too many."],
    [["finqware", "deleteConsent", "--out", "x.json"], "deleteConsent yields no tokens: leave out --out."],
    [["dapi", "exchangeToken", "--oot=x"], "There is no such option. Did you mean --out?"],
  ])("exits 2 for %j", async (args, problem) => {
    const { code, stderr, stdout } = await redeem(args, {})
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(problem)])
    expect(stderr).not.toContain("secret-word")
  })
})

describe("tokens are not lost", () => {
  it("that come after the deadline", async () => {
    const out = newFile()
    const env = { ...(await environmentOf("dapi")), DAPI_TIMEOUT: "2 seconds" }
    await fail("dapi", { fault: "late", milliseconds: 3_000 })
    const { code, stdout, stderr } = await redeem(["dapi", "exchangeToken", "--yes", "--out", out], env)
    expect(stderr).toContain("OutcomeUnknown: ")
    expect([code, stdout]).toEqual([0, expect.stringContaining("Redeemed, late, and kept in ")])
    expect(restoreTokens(readFileSync(out, "utf8"))).toMatchObject({ provider: "dapi" })
  })

  it("that come after Ctrl-C", async () => {
    const out = newFile()
    await fail("dapi", { fault: "late", milliseconds: 3_000 })
    await using command = start(["redeem", "dapi", "exchangeToken", "--yes", "--out", out], await environmentOf("dapi"))
    const before = (await journal("dapi")).length
    while ((await journal("dapi")).length === before);
    command.kill("SIGINT")
    expect(await command.ended).toBe(0)
    printed.push(command.printed.stdout, command.printed.stderr)
    expect(command.printed.stderr).toContain("One that comes late is waited for")
    expect(restoreTokens(readFileSync(out, "utf8"))).toMatchObject({ provider: "dapi" })
  })

  it("unless a second Ctrl-C ends it, which leaves no file", async () => {
    const out = newFile()
    await fail("dapi", { fault: "hang" })
    await using command = start(["redeem", "dapi", "exchangeToken", "--yes", "--out", out], await environmentOf("dapi"))
    const before = (await journal("dapi")).length
    while ((await journal("dapi")).length === before);
    expect(existsSync(out)).toBe(true)
    command.kill("SIGINT")
    await command.until("One that comes late is waited for")
    command.kill("SIGINT")
    expect(await command.ended).toBe(130)
    expect(existsSync(out)).toBe(false)
  })

  it("that can be read of an answer outside the contract", async () => {
    const out = newFile()
    await using server = await answering('{"access":"a-token-without-its-like","refresh":7}')
    secrets.add("a-token-without-its-like")
    const env = { ...(await environmentOf("aisquare")), AISQUARE_BASE_URL: server.url }
    const { code, stdout } = await redeem(["aisquare", "exchangeToken", "--yes", "--out", out], env)
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/this could be read, and is kept in .*\n {2}access +<redacted>/),
    ])
    expect(JSON.parse(readFileSync(out, "utf8"))).toEqual({
      provider: "aisquare",
      operation: "exchangeToken",
      recovered: { access: "a-token-without-its-like" },
    })
    expect(statSync(out).mode & 0o777).toBe(0o600)
  })
})

it("nothing that was printed or given as an argument has a secret", () => {
  expect(printed.length).toBeGreaterThan(15)
  expect(secrets.size).toBeGreaterThan(15)
  const all = [...printed, ...argv].join("\n")
  expect([...secrets].filter((secret) => all.includes(secret)).length).toBe(0)
})

/** A server with one answer to everything. */
const answering = async (body: string) => {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(200, { "content-type": "application/json" }).end(body))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  // It listens on a port.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections()),
  }
}
