/**
 * What a refusal means to the caller: every published code, under whichever status it comes, and every status whose
 * body says nothing. The meanings are those of the vendors' own words.
 *
 * @see specs/SOURCES.md
 */
import { describe, expect, it } from "vitest"
import { createTokenExchange } from "./index.ts"

/** What each operation comes to where its provider answers so. */
const redemptions = (status: number, body: unknown) => {
  const exchange = createTokenExchange({
    fetch: async () => new Response(status === 204 ? null : JSON.stringify(body), { status }),
    aisquare: { superexecSecret: "superexec-secret" },
    finqware: { clientId: "client-id", clientSecret: "client-secret" },
    dapi: { appSecret: "app-secret" },
  })
  return {
    "aisquare exchangeToken": () => exchange.aisquare.exchangeToken({ tempToken: "temp-token" }),
    "aisquare obtainToken": () => exchange.aisquare.obtainToken({ username: "user", password: "password" }),
    "aisquare refreshToken": () => exchange.aisquare.refreshToken({ refresh: "refresh-token" }),
    finqware: () => exchange.finqware.exchangeToken({ tempToken: "temp-token" }),
    dapi: () => exchange.dapi.exchangeToken({ accessCode: "access-code", connectionId: "connection" }),
  }
}

describe.concurrent.each([
  ["InvalidRequest", "INVALID_ARGS", "an argument is malformed"],
  ["InvalidRequest", "PARAMETER_ERROR", "a parameter is incorrect"],
  ["InvalidRequest", "PARAMETER_MISSING", "a parameter is missing"],
  ["InvalidRequest", "BAD_REQUEST", "the request is malformed"],
  ["InvalidRequest", "INVALID_ACCOUNT_ID", "an account that is none"],
  ["InvalidRequest", "INVALID_CARD_ID", "a card that is none"],
  ["InvalidGrant", "INVALID_TOKEN", "the access code is none"],
  ["InvalidGrant", "INVALID_CONNECTION", "the login is none"],
  ["InvalidGrant", "INVALID_CREDENTIALS", "the bank refuses the user's password"],
  ["InvalidGrant", "INVALID_MFA", "the bank refuses the user's second factor"],
  ["InvalidGrant", "INACTIVE_ACCOUNT", "the user's account at the bank is closed to it"],
  ["InvalidGrant", "SESSION_EXPIRED", "the login took too long"],
  ["InvalidGrant", "USER_DELINKED", "the user has taken the login back"],
  ["ProviderUnavailable", "TEMPORARILY_UNAVAILABLE", "Dapi is down"],
  ["ProviderUnavailable", "UNABLE_TO_CONNECT_TO_BANK", "the bank is down"],
  ["ProviderUnavailable", "UNKNOWN_ERROR", "Dapi cannot tell"],
])("Dapi, %s: %s, %s", (tag, type) => {
  it.each([200, 400, 401, 404, 422, 500])("under %i", async (status) => {
    const { error } = await redemptions(status, { success: false, msg: "refused", type }).dapi()
    expect(error).toMatchObject({ _tag: tag, code: type })
  })
})

describe.concurrent.each([
  ["InvalidRequest", "invalid_request", "missing_fields"],
  ["InvalidRequest", "invalid_request", "unknown_fields"],
  ["InvalidRequest", "invalid_request", "invalid_field"],
  ["InvalidRequest", "invalid_request", "invalid_credentials_id"],
  ["InvalidRequest", "invalid_request", "invalid_access_token"],
  ["InvalidRequest", "invalid_request", "invalid_input"],
  ["InvalidRequest", "invalid_request", "invalid_body"],
  ["InvalidRequest", "invalid_request", "invalid_headers"],
  ["InvalidRequest", "invalid_request", "not_found"],
  ["InvalidClient", "invalid_request", "invalid_client_id"],
  ["InvalidClient", "invalid_request", "invalid_client_secret"],
  ["InvalidClient", "unauthorized", "invalid_api_keys"],
  ["InvalidClient", "unauthorized", "unauthorized_tenant"],
  ["InvalidClient", "unauthorized", "invalid_client_id"],
  ["InvalidClient", "unauthorized", "invalid_client_secret"],
  ["InvalidClient", "unauthorized", "invalid_client_app_key"],
  ["InvalidClient", "unauthorized", "invalid_tenant_keys"],
  ["InvalidGrant", "unauthorized", "inactive_credentials"],
  ["InvalidGrant", "unauthorized", "expired_credentials"],
  ["InvalidGrant", "unauthorized", "invalid_temp_token"],
  ["ProviderUnavailable", "external_api_error", "external_api_connection_error"],
  ["ProviderUnavailable", "external_api_error", "external_api_too_many_requests"],
  ["ProviderUnavailable", "external_api_error", "external_api_unauthorized"],
  ["ProviderUnavailable", "external_api_error", "external_api_forbidden"],
  ["ProviderUnavailable", "external_api_error", "external_api_anything_new"],
])("Finqware, %s: %s %s", (tag, type, code) => {
  it.each([400, 401, 404])("under %i", async (status) => {
    const { error } = await redemptions(status, { id: "uuid", type, http: status, code, message: "no" }).finqware()
    expect(error).toMatchObject({ _tag: tag, code })
  })
})

describe.concurrent.each(["aisquare exchangeToken", "aisquare obtainToken", "aisquare refreshToken"] as const)(
  "%s, under 400",
  (name) => {
    const redeem = async (body: unknown, status = 400) => (await redemptions(status, body)[name]()).error

    it("refuses the body where it could not be parsed, and no grant", async () => {
      const detail = "JSON parse error - Expecting value: line 1 column 1 (char 0)"
      expect(await redeem({ detail })).toMatchObject({ _tag: "InvalidRequest", fields: [] })
      expect(await redeem({ detail }, 401)).toMatchObject({ _tag: "InvalidGrant" })
    })

    it("refuses the grant with any other explanation", async () => {
      expect(await redeem({ detail: "Invalid token: not a JSON parse error" })).toMatchObject({ _tag: "InvalidGrant" })
      expect(await redeem({ non_field_errors: ["Invalid token or secret"] })).toMatchObject({ _tag: "InvalidGrant" })
    })

    it("passes on a code that is listed, and no other", async () => {
      expect(await redeem({ detail: "no", code: "token_not_valid" })).toMatchObject({ code: "token_not_valid" })
      expect(await redeem({ detail: "no", code: "something_else" })).not.toHaveProperty("code")
    })
  },
)

/** A status that no spec documents for the operation. */
const undocumented = {
  201: "undocumented status",
  204: "undocumented status",
  300: "redirect",
  399: "redirect",
  418: "undocumented status",
  499: "undocumented status",
} as const

const common = { 429: "RateLimited", 500: "ProviderUnavailable", 599: "ProviderUnavailable" } as const
const grantRefused = { ...common, 400: "InvalidGrant", 401: "InvalidGrant", 415: "InvalidRequest" } as const

const byStatus = {
  "aisquare exchangeToken": { ...grantRefused, 403: "InvalidGrant" },
  "aisquare obtainToken": grantRefused,
  "aisquare refreshToken": grantRefused,
  finqware: { ...common, 400: "InvalidRequest", 401: "InvalidClient", 404: "InvalidRequest" },
  dapi: { ...common, 400: "InvalidRequest", 401: "InvalidClient", 404: "InvalidRequest", 422: "InvalidRequest" },
} as const

describe.concurrent.each(Object.entries(byStatus))("%s, by the status alone", (name, tags) => {
  const redeem = (status: number) => redemptions(status, {})[name as keyof typeof byStatus]()

  it.each(Object.entries(tags))("%i is %s", async (status, tag) => {
    expect((await redeem(Number(status))).error).toMatchObject({ _tag: tag, status: Number(status) })
  })

  it.each(Object.entries(undocumented))("%i is an UnexpectedResponse: %s", async (status, reason) => {
    expect((await redeem(Number(status))).error).toMatchObject({ _tag: "UnexpectedResponse", reason })
  })
})

describe("what may be a quotation is no code", () => {
  const uuid = "3f1b6a52-8f0e-4c39-9d57-6a1c2b7e4d10"
  const dapi = async (type: string) =>
    (await redemptions(400, { success: false, msg: "explanation", type }).dapi()).error
  const finqware = async (code: string, id = uuid) =>
    (await redemptions(400, { id, type: "unauthorized", http: 400, code, message: "explanation" }).finqware()).error

  it.each(["SOME_NEW_TYPE", "NEWTYPE"])("Dapi's type %s is one", async (type) => {
    expect(await dapi(type)).toMatchObject({ code: type })
  })

  it.each(["no TYPE", "TYPE no", "A_TYPE!", "_TYPE", "TYPE_", "A", "Type", ""])(
    "Dapi's type %j is none",
    async (type) => {
      expect(await dapi(type)).not.toHaveProperty("code")
    },
  )

  it("Finqware's code in snake case is one", async () => {
    expect(await finqware("some_new_code")).toMatchObject({ code: "some_new_code", requestId: uuid })
  })

  it.each(["no code_here", "code_here no", "code", "_code", "code_", "Code_Here", ""])(
    "Finqware's code %j is none",
    async (code) => {
      expect(await finqware(code)).not.toHaveProperty("code")
    },
  )

  it.each(["uuid", `${uuid}0`, `0${uuid}`, `an ${uuid}`, `${uuid} x`])("Finqware's id %j is none", async (id) => {
    expect(await finqware("some_new_code", id)).not.toHaveProperty("requestId")
  })
})
