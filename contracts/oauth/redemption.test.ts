/** The client at a real OAuth server: codes, rotation, revocation, and what it refuses. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createClient, reveal } from "../../src/promise.ts"
import type { RedemptionReport, SharedSettings } from "../../src/settings.ts"
import { type OAuthPostOperations, oauthpost } from "./post.ts"
import { type OAuthOperations, type OAuthSettings, oauth } from "./provider.ts"
import { type AuthorizationServer, client, postClient, redirectUri, serveAuthorization } from "./server.ts"
import type { OAuthPostTokens, OAuthTokens } from "./tokens.ts"

let server: AuthorizationServer
beforeAll(async () => {
  server = await serveAuthorization()
})
afterAll(() => server[Symbol.asyncDispose]())

const connected = (settings: Partial<OAuthSettings & SharedSettings<OAuthTokens>> = {}) =>
  createClient<OAuthOperations>(oauth, { ...client, baseUrl: server.baseUrl, ...settings } as OAuthSettings)

const granted = async () => {
  const { data, error } = await connected().redeemCode({ code: await server.mint(), redirectUri })
  if (error !== undefined || data.refreshToken === undefined) throw error ?? new Error("no refresh token came")
  return { ...data, refreshToken: data.refreshToken }
}

describe("at a real authorization server", () => {
  test("a code becomes tokens that expire when the server says", async () => {
    const before = Date.now()
    const { accessToken, accessExpiresAt } = await granted()
    expect(reveal(accessToken).length).toBeGreaterThan(20)
    expect(Number(accessExpiresAt)).toBeGreaterThanOrEqual(before + 3_600_000)
    expect(Number(accessExpiresAt)).toBeLessThan(Date.now() + 3_601_000)
  })

  test("a refresh brings another refresh token, and the old one is spent", async () => {
    const first = await granted()
    const { data } = await connected().refreshToken({ refreshToken: first.refreshToken })
    expect(data?.refreshToken && reveal(data.refreshToken)).not.toBe(reveal(first.refreshToken))
    const again = await connected().refreshToken({ refreshToken: first.refreshToken })
    expect(again.error).toMatchObject({ _tag: "InvalidGrant", code: "invalid_grant", grant: "spent" })
  })

  test("a code that was redeemed before is InvalidGrant", async () => {
    const code = await server.mint()
    await connected().redeemCode({ code, redirectUri })
    const { error } = await connected().redeemCode({ code, redirectUri })
    expect(error).toMatchObject({ _tag: "InvalidGrant", operation: "redeemCode" })
  })

  test("a code that nobody was given is InvalidGrant", async () => {
    const { error } = await connected().redeemCode({ code: "never-given", redirectUri })
    expect(error).toMatchObject({ _tag: "InvalidGrant", status: 400 })
  })

  test("a code that has expired is InvalidGrant", async () => {
    const { error } = await connected().redeemCode({ code: await server.mint({ expiresIn: -1 }), redirectUri })
    expect(error).toMatchObject({ _tag: "InvalidGrant", status: 400 })
  })

  test("a wrong secret is InvalidClient, and the code stays good", async () => {
    const code = await server.mint()
    const { error } = await connected({ clientSecret: "wrong" }).redeemCode({ code, redirectUri })
    expect(error).toMatchObject({ _tag: "InvalidClient", status: 401, grant: "unspent" })
    expect((await connected().redeemCode({ code, redirectUri })).error).toBeUndefined()
  })

  test("a revoked refresh token is refused, and a revocation may be repeated", async () => {
    const { refreshToken } = await granted()
    expect(await connected().revokeToken({ token: refreshToken })).toEqual({ data: { provider: "oauth" } })
    expect(await connected().revokeToken({ token: refreshToken })).toEqual({ data: { provider: "oauth" } })
    const { error } = await connected().refreshToken({ refreshToken })
    expect(error).toMatchObject({ _tag: "InvalidGrant" })
  })
})

describe("at a real authorization server, with the client's credentials in the body", () => {
  const posting = (settings: Partial<SharedSettings<OAuthPostTokens>> & { readonly clientSecret?: string } = {}) =>
    createClient<OAuthPostOperations>(oauthpost, { ...postClient, baseUrl: server.baseUrl, ...settings })
  const code = () => server.mint({ clientId: postClient.clientId })

  test("a code becomes tokens, and a refresh brings another refresh token", async () => {
    const first = await posting().redeemCode({ code: await code(), redirectUri })
    if (first.data?.refreshToken === undefined) throw first.error ?? new Error("no refresh token came")
    const { data, error } = await posting().refreshToken({ refreshToken: first.data.refreshToken })
    expect(error).toBeUndefined()
    expect(data?.refreshToken && reveal(data.refreshToken)).not.toBe(reveal(first.data.refreshToken))
  })

  test("a wrong secret is InvalidClient, and the code stays good", async () => {
    const minted = await code()
    const { error } = await posting({ clientSecret: "wrong" }).redeemCode({ code: minted, redirectUri })
    expect(error).toMatchObject({ _tag: "InvalidClient", status: 401, grant: "unspent" })
    expect((await posting().redeemCode({ code: minted, redirectUri })).error).toBeUndefined()
  })

  test("a code of another client is InvalidGrant", async () => {
    const { error } = await posting().redeemCode({ code: await server.mint(), redirectUri })
    expect(error).toMatchObject({ _tag: "InvalidGrant", operation: "redeemCode" })
  })

  test("no request has an Authorization header", async () => {
    const authorizations: Array<string | null> = []
    const fetch = (...sent: Parameters<typeof globalThis.fetch>) => {
      const request = new Request(...sent)
      authorizations.push(request.headers.get("authorization"))
      return globalThis.fetch(request)
    }
    expect((await posting({ fetch }).redeemCode({ code: await code(), redirectUri })).error).toBeUndefined()
    expect(authorizations).toEqual([null])
  })
})

test.each([
  ["a number", 3600],
  ["a text", "3600"],
])("`expires_in` as %s counts in seconds from when the answer came", async (_, expires_in) => {
  const answer = JSON.stringify({ access_token: "2YotnFZFEjr1zCsicMWpAA", token_type: "Bearer", expires_in })
  const fetch = () => Promise.resolve(new Response(answer, { headers: { "content-type": "application/json" } }))
  const before = Date.now()
  const { data } = await connected({ fetch }).redeemCode({ code: "SplxlOBeZQQYbYS6WxSbIA", redirectUri })
  expect(Number(data?.accessExpiresAt)).toBeGreaterThanOrEqual(before + 3_600_000)
  expect(Number(data?.accessExpiresAt)).toBeLessThanOrEqual(Date.now() + 3_600_000)
})

test.each([
  ["an id", "7d4f2a90", "7d4f2a90"],
  ["a quoted code", "SplxlOBeZQQYbYS6WxSbIA", undefined],
  ["the end of a quoted code", "req-ZQQYbYS6WxSbIA", undefined],
  ["what no id looks like", "7d4f 2a90", undefined],
])("%s in the header that the spec marks, %s, is reported as %s", async (_, id, requestId) => {
  const answer = JSON.stringify({ access_token: "2YotnFZFEjr1zCsicMWpAA", token_type: "Bearer" })
  const headers = { "content-type": "application/json", "x-request-id": id }
  const reports: Array<RedemptionReport> = []
  const { redeemCode } = createClient<OAuthPostOperations>(oauthpost, {
    ...postClient,
    fetch: () => Promise.resolve(new Response(answer, { headers })),
    onRedemption: (report: RedemptionReport) => void reports.push(report),
  })
  await redeemCode({ code: "SplxlOBeZQQYbYS6WxSbIA", redirectUri })
  expect(reports.map((report) => [report.outcome, report.requestId])).toEqual([["redeemed", requestId]])
})
