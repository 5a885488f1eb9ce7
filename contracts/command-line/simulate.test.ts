/** `token-exchange simulate`, as a service in another language meets it. */
import { describe, expect, it } from "vitest"
import { scenarios } from "../../src/cli/simulate/scenarios.ts"
import { run as runProgram } from "../process.ts"
import { run, simulate, start } from "./fixtures/cli.ts"
import { simulators, tokenExchange } from "./fixtures/known.ts"

const post = async (url: string, body?: object) => {
  const answer = await fetch(url, { method: "POST", ...(body && { body: JSON.stringify(body) }) })
  return { status: answer.status, body: await answer.json() }
}

describe("the screen of simulate", () => {
  it("has a curl line for each operation, which is granted as it is printed, once", async () => {
    await using simulated = await simulate()
    const lines = simulated.curls.filter((line) => !line.includes("/_simulator/"))
    expect(lines).toHaveLength(simulators.flatMap(({ operations }) => operations).length)
    for (const line of lines) {
      const { stdout } = await runProgram(["bash", "-c", `${line} --silent --write-out ' %{http_code}'`])
      expect(stdout, line).toMatch(/ 200$/)
    }
    for (const { provider, operations } of simulators)
      for (const operation of operations) await simulated.until(`${provider}.${operation}`)
  })

  it("has the addresses and credentials for a .env, with which the client redeems", async () => {
    await using simulated = await simulate()
    const exchange = tokenExchange(simulated.env)
    const { accessCode = "", connectionID: connectionId = "" } = await simulated.grant("dapi")
    const { data } = await exchange.dapi.exchangeToken({ accessCode, connectionId })
    expect(data).toMatchObject({ provider: "dapi" })
  })

  it("has lines of its control that work as they are printed", async () => {
    await using simulated = await simulate()
    const lines = simulated.curls.filter((line) => line.includes("/_simulator/"))
    expect(lines.length).toBeGreaterThan(4)
    for (const line of lines) {
      const { stdout } = await runProgram(["bash", "-c", `${line} --silent --write-out ' %{http_code}'`])
      expect(stdout, line).toMatch(/ 200$/)
    }
  })
})

describe("each request", () => {
  it("is a line with its answer and a hint, without any secret", async () => {
    await using simulated = await simulate()
    const exchange = tokenExchange(simulated.env)
    const { temp_token: tempToken = "" } = await simulated.grant("finqware")
    await exchange.finqware.exchangeToken({ tempToken })
    await exchange.finqware.exchangeToken({ tempToken })
    await exchange.dapi.exchangeToken({ accessCode: "secret-of-a-caller", connectionId: "c" })
    await fetch(`${simulated.baseUrl("dapi")}/secret-in-a-path`)
    await simulated.until("<unknown>")
    const [, lines = ""] = simulated.printed.stdout.split("Requests:")
    expect(
      lines
        .trim()
        .split("\n")
        .map((line) => line.slice(10).replace(/ {2,}/g, " ")),
    ).toEqual([
      "finqware.exchangeToken 200 exchanged",
      "finqware.exchangeToken 401 grant-rejected This grant was spent before: take another one from finqware.issueGrant().",
      "dapi.exchangeToken 200 grant-rejected This grant was never issued here: take one from dapi.issueGrant().",
      expect.stringMatching(/^dapi <unknown> <unknown> 404 dapi has no such path/),
    ])
    const secrets = [tempToken, "secret-of-a-caller", "secret-in-a-path", simulated.env.DAPI_APP_SECRET ?? ""]
    expect(secrets.filter((secret) => lines.includes(secret))).toEqual([])
    expect(simulated.printed.stderr).toBe("")
  })
})

describe("the control", () => {
  it("gives grants of each operation, the time, faults, limits and the journal", async () => {
    await using simulated = await simulate("--rotate")
    const studio = simulated.baseUrl("aisquare")
    const { aisquare } = tokenExchange(simulated.env)
    const { refresh = "" } = await simulated.grant("aisquare", "refreshToken")
    expect((await aisquare.refreshToken({ refresh })).data).toMatchObject({ rotated: true })

    expect(await post(`${studio}/_simulator/fail`, { fault: "unavailable", every: true })).toMatchObject({
      status: 200,
    })
    const login = await simulated.grant("aisquare", "obtainToken")
    const logIn = () => aisquare.obtainToken({ username: "", password: "", ...login }, { timeout: 20_000 })
    expect((await logIn()).error?._tag).toBe("ProviderUnavailable")
    await fetch(`${studio}/_simulator/fail`, { method: "DELETE" })
    expect((await logIn()).error).toBeUndefined()

    await post(`${studio}/_simulator/limit`, { requests: 0, milliseconds: 60_000 })
    expect((await logIn()).error?._tag).toBe("RateLimited")

    const { temp_token: tempToken = "" } = await simulated.grant("finqware")
    const { body } = await post(`${simulated.baseUrl("dapi")}/_simulator/clock`, { milliseconds: 3_600_000 })
    expect(new Date(body.now).getTime()).toBeGreaterThan(Date.now() + 3_500_000)
    expect((await tokenExchange(simulated.env).finqware.exchangeToken({ tempToken })).error?._tag).toBe("InvalidGrant")

    const journal = await (await fetch(`${simulated.baseUrl("finqware")}/_simulator/journal`)).json()
    expect(journal).toMatchObject([{ operation: "exchangeToken", hint: expect.stringContaining("has expired") }])
    expect(JSON.stringify(journal)).not.toContain(tempToken)
  })

  it.each([
    ["/_simulator/fail", { fault: "unavailble" }, 400, "Send a fault. Did you mean unavailable?"],
    ["/_simulator/fail", { fault: "late" }, 400, 'Send milliseconds beside "late"'],
    ["/_simulator/clock", { milliseconds: "1" }, 400, "Send milliseconds, a number"],
    ["/_simulator/limit", {}, 400, "Send requests and milliseconds"],
    ["/_simulator/grants?operation=nothing", undefined, 400, "There is no such operation. There is exchangeToken."],
    ["/_simulator/nothing", undefined, 404, "see GET /_simulator/"],
  ])("says what is wrong with %s and %j", async (path, body, status, error) => {
    await using simulated = await simulate()
    const answer = await post(`${simulated.baseUrl("dapi")}${path}`, body)
    expect(answer).toEqual({ status, body: { error: expect.stringContaining(error) } })
  })

  it("leaves every path of a spec to the provider", async () => {
    await using simulated = await simulate()
    for (const { provider, paths } of simulators)
      for (const path of paths) expect((await fetch(`${simulated.baseUrl(provider)}${path}`)).status).toBe(405)
  })
})

describe.concurrent.each(Object.entries(scenarios))("--scenario %s", (name, { tag, does }) => {
  it(`leads to ${tag}, at every provider`, async () => {
    await using simulated = await simulate("--scenario", name)
    const exchange = tokenExchange(simulated.env)
    const redemptions = [
      async () => {
        const { accessCode = "", connectionID: connectionId = "" } = await simulated.grant("dapi")
        return exchange.dapi.exchangeToken({ accessCode, connectionId }, { timeout: 2_500 })
      },
      async () => {
        const { temp_token: tempToken = "" } = await simulated.grant("finqware")
        return exchange.finqware.exchangeToken({ tempToken }, { timeout: 2_500 })
      },
    ]
    for (const redeem of redemptions) {
      await redeem()
      expect((await redeem()).error?._tag).toBe(tag)
    }
    expect((await run(["simulate", "--help"])).stdout).toContain(`${name.padEnd(14)} every provider ${does}`)
  })
})

describe("simulate ends", () => {
  it("with 0 by Ctrl-C", async () => {
    await using simulated = await simulate()
    simulated.kill("SIGINT")
    expect(await simulated.ended).toBe(0)
  })

  it("with npm, which passes no signal on", async () => {
    // As npm does, this shell ends without telling its command. The pipes close when both have ended.
    const npm = ["sh", "-c", '"$0" "$@" & wait']
    await using command = start(["simulate", "--port", "0"], { npm_command: "exec" }, npm)
    await command.until("Requests:")
    command.kill("SIGKILL")
    await command.ended
  })

  it("with 1 where a port is in use, which it names", async () => {
    await using simulated = await simulate()
    const { port } = new URL(simulated.baseUrl("aisquare"))
    const { code, output } = await run(["simulate", "--port", port])
    expect([code, output]).toEqual([1, expect.stringContaining(`Port ${port} of 127.0.0.1 is in use`)])
  })

  it.each([
    [["simulat"], "There is no such command. Did you mean simulate?"],
    [["simulate", "--prot", "1"], "There is no such option. Did you mean --port?"],
    [["simulate", "--port"], "--port takes a value."],
    [["simulate", "--port", "many"], "--port takes a whole number"],
    [["simulate", "--rotate=yes"], "--rotate takes no value."],
    [["simulate", "--scenario", "lost-anwser"], "There is no such scenario. Did you mean lost-answer?"],
    [["simulate", "dapi"], "There is a word too many."],
    [[], "Say which command."],
  ])("with 2 for %j", async (args, problem) => {
    const { code, stderr, stdout } = await run(args)
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(problem)])
  })
})
