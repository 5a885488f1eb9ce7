/**
 * What a refusal of Dapi means to the caller: every published type, under whichever status it comes. The meanings are
 * those of the vendor's own words.
 *
 * @see specs/SOURCES.md#dapi
 */
import { describe, expect, it } from "vitest"
import { createDapi } from "./entry.ts"

const refusal = async (body: unknown, status: number) => {
  const fetch = async () => Response.json(body, { status })
  const dapi = createDapi({ appSecret: "app-secret", fetch })
  return (await dapi.exchangeToken({ accessCode: "access-code", connectionId: "connection" })).error
}

describe.concurrent.each([
  ["InvalidRequest", "INVALID_ARGS", "an argument is malformed"],
  ["InvalidRequest", "PARAMETER_ERROR", "a parameter is incorrect"],
  ["InvalidRequest", "PARAMETER_MISSING", "a parameter is missing"],
  ["InvalidRequest", "BAD_REQUEST", "the request is malformed"],
  ["InvalidRequest", "INVALID_ACCOUNT_ID", "the account does not exist"],
  ["InvalidRequest", "INVALID_CARD_ID", "the card does not exist"],
  ["InvalidGrant", "INVALID_TOKEN", "the access code is not valid"],
  ["InvalidGrant", "INVALID_CONNECTION", "the login is not valid"],
  ["InvalidGrant", "INVALID_CREDENTIALS", "the bank refuses the user's password"],
  ["InvalidGrant", "INVALID_MFA", "the bank refuses the user's second factor"],
  ["InvalidGrant", "INACTIVE_ACCOUNT", "the user's account at the bank is closed to it"],
  ["InvalidGrant", "SESSION_EXPIRED", "the login took too long"],
  ["InvalidGrant", "USER_DELINKED", "the user has taken the login back"],
  ["ProviderUnavailable", "TEMPORARILY_UNAVAILABLE", "Dapi is down"],
  ["ProviderUnavailable", "UNABLE_TO_CONNECT_TO_BANK", "the bank is down"],
  ["ProviderUnavailable", "UNKNOWN_ERROR", "Dapi cannot tell"],
])("%s: %s, %s", (tag, type) => {
  it.each([200, 400, 401, 404, 422, 500])("under %i", async (status) => {
    expect(await refusal({ success: false, msg: "refused", type }, status)).toMatchObject({ _tag: tag, code: type })
  })
})

describe("the code of an error from Dapi", () => {
  const code = (type: string) => refusal({ success: false, msg: "explanation", type }, 400)

  it.each(["SOME_NEW_TYPE", "NEWTYPE"])("is the type %s", async (type) => {
    expect(await code(type)).toMatchObject({ code: type })
  })

  it.each(["no TYPE", "TYPE no", "A_TYPE!", "_TYPE", "TYPE_", "A", "Type", ""])(
    "is absent for the type %j, which may quote a secret",
    async (type) => {
      expect(await code(type)).not.toHaveProperty("code")
    },
  )
})
