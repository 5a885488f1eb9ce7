/** Edge cases of one provider's reader. */
import { expect, it } from "vitest"
import { createTokenExchange } from "./index.ts"

const answering = (status: number, body: object) => async () => Response.json(body, { status })

it("AISquare: keeps a listed code that is also part of what was sent", async () => {
  const fetch = answering(401, { detail: "Token is invalid or expired", code: "token_not_valid" })
  const { aisquare } = createTokenExchange({ aisquare: {}, fetch })
  const { error } = await aisquare.refreshToken({ refresh: "a token_not_valid" })
  expect(error).toMatchObject({ _tag: "InvalidGrant", code: "token_not_valid" })
})

it.each([
  [299, "UnexpectedResponse"],
  [300, "InvalidGrant"],
])("Finqware: a refusal under %i is %s", async (status, tag) => {
  const id = "1e9c4b7a-3d52-4f68-b0a1-5c8e7d6f9a03"
  const fetch = answering(status, { id, type: "unauthorized", http: 401, code: "invalid_temp_token", message: "no" })
  const { finqware } = createTokenExchange({ finqware: { clientId: "id", clientSecret: "secret" }, fetch })
  expect((await finqware.exchangeToken({ tempToken: "token" })).error?._tag).toBe(tag)
})
