/** The settings of all providers together, and the options of a call. */
import { describe, expect, it } from "vitest"
import { createTokenExchange, type Fetch } from "../../src/index.ts"
import * as providers from "../../src/providers.ts"
import { createSimulator } from "../../src/testing.ts"
import { canary, records, thrownBy } from "./cases.ts"

describe("createTokenExchange", () => {
  const messageOf = (settings: unknown) => Object(thrownBy(() => createTokenExchange(settings as never))).message

  it("lists what is wrong at all providers, and with what they share", () => {
    const settings = {
      dapi: { appSecret: "", fetch: () => canary },
      finqware: { clientId: "id", timeout: -1 },
      fetch: canary,
      onOrphaned: { hook: canary },
      finquare: { clientId: canary },
    }
    const message = messageOf(settings)
    expect(message.replace(/ is unknown: there are [^;]+/g, " is unknown").split(/: |; |\.$/)).toEqual([
      "Invalid settings",
      "fetch must be a function",
      "onOrphaned must be a function",
      "finquare is unknown",
      "dapi.appSecret is empty",
      "dapi.fetch is unknown",
      "finqware.clientSecret is missing",
      "finqware.timeout must be a positive, finite number of milliseconds",
      "",
    ])
    expect(message).toContain(`finquare is unknown: there are ${Object.keys(providers).join(", ")}, fetch, onOrphaned`)
    expect(message).not.toContain(canary)
  })

  it.each([undefined, null])("treats providers and shared settings that are %s as absent", (absent) => {
    const names = [...Object.keys(providers), "fetch", "onOrphaned", "finquare"]
    const settings = Object.fromEntries(names.map((name) => [name, absent]))
    expect(Object.keys(createTokenExchange(settings as never))).toEqual([])
    expect(Object.keys(createTokenExchange(absent as never))).toEqual([])
    const aisquare = { ...settings, aisquare: { baseUrl: absent, timeout: absent } }
    expect(Object.keys(createTokenExchange(aisquare as never))).toEqual(["aisquare"])
  })

  it("names all settings when they are no object", () => {
    expect(messageOf(canary)).toBe("Invalid settings: settings must be an object.")
  })

  it("reads settings from the getters of a class", async () => {
    class Dapi {
      get appSecret() {
        return "from a getter"
      }
      get baseUrl() {
        return "https://sandbox.example"
      }
    }
    const sent: Array<string> = []
    const fetch: Fetch = async (url, { body }) => {
      sent.push(url, await new Response(body).text())
      return Response.json({})
    }
    await createTokenExchange({ dapi: new Dapi(), fetch }).dapi.exchangeToken({ accessCode: "c", connectionId: "c" })
    expect(sent.join(" ")).toMatch(/^https:\/\/sandbox\.example\/.*from a getter/)
  })

  it.each([
    " https://sandbox.example ",
    "https:sandbox.example",
    "https://sandbox.example\\",
    "https://@sandbox.example\n",
  ])("posts to the place that the base URL %j means", async (baseUrl) => {
    const sent: Array<string> = []
    const fetch: Fetch = async (url) => {
      sent.push(url)
      return Response.json({})
    }
    const { dapi } = createTokenExchange({ dapi: { appSecret: "secret", baseUrl }, fetch })
    await dapi.exchangeToken({ accessCode: "code", connectionId: "connection" })
    expect(sent).toEqual(["https://sandbox.example/v2/auth/ExchangeToken"])
  })
})

describe("a call", () => {
  const calls = records.flatMap(([slug, { operations }]) =>
    Object.keys(operations).flatMap((operation) =>
      [null, undefined, { signal: null, timeout: null }].map((options) => ({ slug, operation, options })),
    ),
  )

  it.each(calls)("of $slug.$operation treats the options $options as absent", async ({ slug, operation, options }) => {
    const simulator = createSimulator()
    const { [operation]: redeem } = Object(Reflect.get(createTokenExchange(simulator.settings), slug))
    const input = Object(Reflect.get(simulator, slug)).grants[operation]()
    expect(await redeem(input, options)).toHaveProperty("data")
  })
})
