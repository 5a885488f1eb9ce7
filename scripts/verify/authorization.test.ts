/** A real authorization server is verified against the spec of one: forms, HTTP Basic, two grants, a revocation. */
import { expect, test } from "vitest"
import { client, redirectUri, serveAuthorization } from "../../contracts/oauth/server.ts"
import { runAt } from "./fixtures/runs.ts"

test("a code, the refresh token that came for it, and a revocation are each redeemed once", async () => {
  await using server = await serveAuthorization()
  // The spec has operations that this server has not.
  const allow = ["redeemCode", "refreshToken", "revokeToken"]
  const environment = {
    OAUTH_CLIENT_ID: client.clientId,
    OAUTH_CLIENT_SECRET: client.clientSecret,
    OAUTH_CODE: await server.mint(),
    OAUTH_REDIRECT_URI: redirectUri,
    OAUTH_TOKEN: "an-unknown-token",
  }
  const { results } = await runAt("oauth", server.baseUrl, { environment, allow })
  const redeemed = results.filter(({ group }) => group === "redemption")
  expect(redeemed.map(({ operationId, exchange }) => [operationId, exchange?.answer?.status])).toEqual([
    ["redeemCode", 200],
    ["refreshToken", 200],
    ["revokeToken", 200],
  ])
  // It speaks OpenID Connect too: beside the tokens comes an `id_token`, which the spec does not have.
  const departed = results.filter(({ operationId, departures }) => allow.includes(operationId) && departures.length > 0)
  expect(departed.map(({ operationId, departures }) => [operationId, departures.map(({ kind }) => kind)])).toEqual([
    ["redeemCode", ["extra field"]],
    ["refreshToken", ["extra field"]],
  ])
  expect(server.requests.length).toBe(results.length)
})
