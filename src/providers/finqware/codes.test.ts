/**
 * What a refusal of Finqware means to the caller: every published type and code, under whichever status it comes. The
 * meanings are those of the vendor's own words.
 *
 * @see specs/SOURCES.md#finqware
 */
import { describe, expect, it } from "vitest"
import { createFinqware } from "./entry.ts"

const refusal = async (body: unknown, status: number) => {
  const fetch = async () => Response.json(body, { status })
  const finqware = createFinqware({ clientId: "client-id", clientSecret: "client-secret", fetch })
  return (await finqware.exchangeToken({ tempToken: "temp-token" })).error
}

describe.concurrent.each([
  ["InvalidRequest", "invalid_request", "missing_fields"],
  ["InvalidRequest", "invalid_request", "unknown_fields"],
  ["InvalidRequest", "invalid_request", "invalid_field"],
  ["InvalidRequest", "invalid_request", "invalid_credentials_id"],
  ["InvalidRequest", "invalid_request", "invalid_access_token"],
  ["InvalidRequest", "invalid_request", "invalid_input"],
  ["InvalidRequest", "invalid_request", "invalid_body"],
  ["InvalidRequest", "invalid_request", "invalid_headers"],
  ["InvalidRequest", "invalid_request", "invalid_pcd_data_retention"],
  ["InvalidRequest", "invalid_request", "not_found"],
  ["InvalidClient", "invalid_request", "invalid_client_id"],
  ["InvalidClient", "invalid_request", "invalid_client_secret"],
  ["InvalidClient", "unauthorized", "invalid_api_keys"],
  ["InvalidClient", "unauthorized", "unauthorized_tenant"],
  ["InvalidClient", "unauthorized", "invalid_client_id"],
  ["InvalidClient", "unauthorized", "invalid_client_secret"],
  ["InvalidClient", "unauthorized", "invalid_client_app_key"],
  ["InvalidClient", "unauthorized", "invalid_tenant_keys"],
  ["InvalidGrant", "unauthorized", "invalid_access_token"],
  ["InvalidGrant", "unauthorized", "invalid_credentials_id"],
  ["InvalidGrant", "unauthorized", "inactive_credentials"],
  ["InvalidGrant", "unauthorized", "expired_credentials"],
  ["InvalidGrant", "unauthorized", "invalid_temp_token"],
  ["ProviderUnavailable", "external_api_error", "external_api_connection_error"],
  ["ProviderUnavailable", "external_api_error", "external_api_too_many_requests"],
  ["ProviderUnavailable", "external_api_error", "external_api_unauthorized"],
  ["ProviderUnavailable", "external_api_error", "external_api_forbidden"],
  ["ProviderUnavailable", "external_api_error", "external_api_anything_new"],
])("%s: %s %s", (tag, type, code) => {
  it.each([400, 401, 404])("under %i", async (status) => {
    expect(await refusal({ id: "uuid", type, http: status, code, message: "no" }, status)).toMatchObject({
      _tag: tag,
      code,
    })
  })
})

describe("the code and the id of an error from Finqware", () => {
  const uuid = "3f1b6a52-8f0e-4c39-9d57-6a1c2b7e4d10"
  const details = (code: string, id = uuid) =>
    refusal({ id, type: "unauthorized", http: 400, code, message: "explanation" }, 400)

  it("are passed on in snake case and as a UUID", async () => {
    expect(await details("some_new_code")).toMatchObject({ code: "some_new_code", requestId: uuid })
  })

  it.each(["no code_here", "code_here no", "code", "_code", "code_", "Code_Here", ""])(
    "are without the code %j, which may quote a secret",
    async (code) => {
      expect(await details(code)).not.toHaveProperty("code")
    },
  )

  it.each(["uuid", `${uuid}0`, `0${uuid}`, `an ${uuid}`, `${uuid} x`])(
    "are without the id %j, which may quote a secret",
    async (id) => {
      expect(await details("some_new_code", id)).not.toHaveProperty("requestId")
    },
  )
})
