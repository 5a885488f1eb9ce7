/** The environment as settings of the Promise API. */

import * as Redacted from "effect/Redacted"
import { afterEach, describe, expect, it, vi } from "vitest"
import { createTokenExchange, fromEnv, InvalidSettings, reveal } from "./index.ts"

const clear = () => {
  for (const name of Object.keys(process.env)) if (/^(AISQUARE|DAPI|FINQWARE)/i.test(name)) vi.stubEnv(name, undefined)
}

/** These variables, and no others of a provider. */
const environment = (variables: Readonly<Record<string, string>>) => {
  clear()
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
}

const faultsOf = (read: () => unknown): ReadonlyArray<string> => {
  try {
    read()
  } catch (error) {
    if (error instanceof InvalidSettings) return error.faults.map(({ setting, problem }) => `${setting} ${problem}`)
    throw error
  }
  return []
}

describe("fromEnv", () => {
  afterEach(() => vi.unstubAllEnvs())

  it("reads the variables of a provider, the credentials redacted", () => {
    environment({
      DAPI_APP_SECRET: "secret",
      DAPI_BASE_URL: "https://proxy.test",
      DAPI_TIMEOUT: "90 seconds",
      DAPI_RETRIES: "0",
      DAPI_ALLOW_INSECURE: "false",
    })
    const { dapi } = fromEnv("dapi")
    expect(dapi).toMatchObject({ baseUrl: "https://proxy.test", timeout: 90_000, retries: 0, allowInsecure: false })
    expect(Redacted.isRedacted(dapi.appSecret) && reveal(dapi.appSecret)).toBe("secret")
    expect(JSON.stringify(dapi)).not.toContain('"secret"')
  })

  it("reads the named providers only, and names every variable that is missing or malformed", () => {
    environment({ DAPI_TIMEOUT: "soon", AISQUARE_TIMEOUT: "canary" })
    expect(faultsOf(() => fromEnv("dapi", "finqware"))).toEqual([
      "DAPI_APP_SECRET is missing",
      'DAPI_TIMEOUT must be a positive duration, such as "30 seconds"',
      "FINQWARE_CLIENT_ID is missing",
      "FINQWARE_CLIENT_SECRET is missing",
    ])
  })

  it("without names, reads each provider of which a variable is set", () => {
    environment({ FINQWARE_CLIENT_ID: "id", FINQWARE_CLIENT_SECRET: "secret" })
    expect(Object.keys(fromEnv())).toEqual(["finqware"])
    environment({ FINQWARE_CLIENT_ID: "id", DAPI_APP_SECRET: "secret" })
    expect(faultsOf(() => fromEnv())).toEqual(["FINQWARE_CLIENT_SECRET is missing"])
    environment({})
    expect(fromEnv()).toEqual({})
  })

  it.each(["DAPI_BASEURL", "dapi_base_url", "DAPIBASE_URL"])(
    "refuses %s, which would leave the client at production",
    (name) => {
      environment({ DAPI_APP_SECRET: "secret", [name]: "http://localhost:4020" })
      expect(faultsOf(() => fromEnv("dapi"))).toEqual([`${name} is unknown: did you mean DAPI_BASE_URL?`])
      environment({ [name]: "http://localhost:4020" })
      expect(faultsOf(() => fromEnv())).toContain(`${name} is unknown: did you mean DAPI_BASE_URL?`)
    },
  )

  it("leaves other variables alone, whatever they begin with", () => {
    environment({ DAPI_APP_SECRET: "secret", DAPI_ACCESS_CODE: "code", DAPI_REGION: "eu" })
    expect(Object.keys(fromEnv())).toEqual(["dapi"])
  })

  it("refuses a provider that does not exist", () => {
    environment({})
    expect(faultsOf(() => fromEnv("dappi" as "dapi"))).toEqual(["dappi is unknown: there are aisquare, dapi, finqware"])
  })

  it("makes a client that has the providers of the environment", () => {
    environment({ DAPI_APP_SECRET: "secret" })
    const exchange = createTokenExchange(fromEnv())
    expect([typeof exchange.dapi?.exchangeToken, exchange.finqware, exchange.aisquare]).toEqual([
      "function",
      undefined,
      undefined,
    ])
  })

  it("takes a server by its name", () => {
    environment({ AISQUARE_SUPEREXEC_SECRET: "secret", AISQUARE_BASE_URL: "staging" })
    expect(fromEnv("aisquare").aisquare.baseUrl).toBe("staging")
    environment({ AISQUARE_SUPEREXEC_SECRET: "secret", AISQUARE_BASE_URL: "stagin" })
    expect(faultsOf(() => fromEnv("aisquare"))).toEqual([
      "AISQUARE_BASE_URL must be production or staging or an http or https URL without user, password, query and fragment",
    ])
  })
})

describe("a client whose settings lack a credential", () => {
  it("has no operation that needs it", () => {
    const { aisquare } = createTokenExchange({ aisquare: {} })
    expect(Object.keys(aisquare)).toEqual(["obtainToken", "refreshToken"])
  })
})
