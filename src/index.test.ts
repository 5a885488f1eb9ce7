import { inspect } from "node:util"
import * as Redacted from "effect/Redacted"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import { createTokenExchange, type Fetch, restoreTokens, reveal, serializeTokens, UnreadableTokens } from "./index.ts"

/** A provider that gives the same answer to every request, and keeps the requests. */
const provider = (status: number, body: unknown) => {
  const sent: Array<{ url: string; body: unknown }> = []
  const fetch: Fetch = async (url, init) => {
    sent.push({ url: String(url), body: await new Response(init?.body ?? null).json() })
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status })
  }
  return { sent, fetch }
}

const grant = { accessCode: "access-code", connectionId: "connection" }

describe("createTokenExchange", () => {
  it("redeems: the README's example", async () => {
    const { fetch, sent } = provider(200, { success: true, status: "done", accessToken: "permanent" })
    const exchange = createTokenExchange({ dapi: { appSecret: "app-secret" }, fetch })
    const { data, error } = await exchange.dapi.exchangeToken(grant)
    expect(error).toBeUndefined()
    expect(data && reveal(data.accessToken)).toBe("permanent")
    expect(sent).toEqual([
      {
        url: "https://api.dapi.com/v2/auth/ExchangeToken",
        body: { appSecret: "app-secret", accessCode: "access-code", connectionID: "connection" },
      },
    ])
  })

  it("sends by the fetch that is global when it posts, and not when the client was made", async () => {
    const exchange = createTokenExchange({ dapi: { appSecret: "app-secret" } })
    const { fetch, sent } = provider(200, { success: true, status: "done", accessToken: "permanent" })
    vi.stubGlobal("fetch", fetch)
    onTestFinished(() => void vi.unstubAllGlobals())
    const { data } = await exchange.dapi.exchangeToken(grant)
    expect(data && reveal(data.accessToken)).toBe("permanent")
    expect(sent).toHaveLength(1)
  })

  it("has only the configured providers, and AISquare's exchangeToken only with its secret", () => {
    const exchange = createTokenExchange({ aisquare: {} })
    expect(Object.keys(exchange)).toEqual(["aisquare"])
    // The type leaves exchangeToken out; what is there without it still answers with a typed error.
    expect(Object.keys(exchange.aisquare)).toEqual(expect.arrayContaining(["obtainToken", "refreshToken"]))
  })

  it("ignores later changes of the settings object", async () => {
    const { fetch, sent } = provider(200, { success: true, status: "done", accessToken: "permanent" })
    const dapi = { appSecret: "shh", baseUrl: "https://sandbox.example" }
    const exchange = createTokenExchange({ dapi, fetch })
    dapi.baseUrl = "https://elsewhere.example"
    dapi.appSecret = "other"
    await exchange.dapi.exchangeToken(grant)
    expect(sent).toMatchObject([{ url: expect.stringContaining("https://sandbox."), body: { appSecret: "shh" } }])
  })

  it.each([
    ["text", "shh"],
    ["redacted text", Redacted.make("shh", { label: "any" })],
    ["a function", () => Promise.resolve("shh")],
    ["a function that gives redacted text", () => Promise.resolve(Redacted.make("shh"))],
  ])("takes a credential as %s", async (_, appSecret) => {
    const { fetch, sent } = provider(200, { success: true, status: "done", accessToken: "permanent" })
    const { error } = await createTokenExchange({ dapi: { appSecret }, fetch }).dapi.exchangeToken(grant)
    expect(error).toBeUndefined()
    expect(sent).toMatchObject([{ body: { appSecret: "shh" } }])
  })

  it.each([
    ["rejects", () => Promise.reject(new Error("vault says: shh-secret"))],
    [
      "throws",
      () => {
        throw new Error("vault says: shh-secret")
      },
    ],
  ])("sends nothing when a credential's function %s", async (_, appSecret) => {
    const { fetch, sent } = provider(200, {})
    const { error } = await createTokenExchange({ dapi: { appSecret }, fetch }).dapi.exchangeToken(grant)
    expect(error).toMatchObject({ _tag: "ConnectionFailed", grant: "unspent" })
    expect(inspect(error, { depth: null })).not.toContain("shh-secret")
    expect(sent).toEqual([])
  })

  it("sends nothing that breaks the request schema, and names the fields as the caller does", async () => {
    const { fetch, sent } = provider(200, {})
    const exchange = createTokenExchange({ dapi: { appSecret: async () => "" }, fetch })
    const { error } = await exchange.dapi.exchangeToken({ accessCode: "", connectionId: "" })
    expect(error).toMatchObject({
      _tag: "InvalidRequest",
      grant: "unspent",
      fields: ["appSecret", "accessCode", "connectionId"],
    })
    expect(sent).toEqual([])
  })

  it.each([
    [
      "an undocumented status",
      418,
      {},
      { _tag: "UnexpectedResponse", reason: "undocumented status", grant: "unknown" },
    ],
    ["a 200 that is not JSON", 200, "<html>", { _tag: "UnexpectedResponse", reason: "not JSON", grant: "spent" }],
    ["null", 200, "null", { _tag: "UnexpectedResponse", reason: "schema mismatch", grant: "spent" }],
    ["an empty secret", 200, { success: true, status: "done", accessToken: "" }, { reason: "schema mismatch" }],
    ["an undocumented type", 200, { success: false, msg: "", type: "NEW_TYPE" }, { code: "NEW_TYPE", grant: "spent" }],
    [
      "a type that may quote a secret",
      400,
      { success: false, msg: "", type: "access-code" },
      { _tag: "InvalidRequest" },
    ],
    ["a 503", 503, "", { _tag: "ProviderUnavailable", grant: "unknown" }],
  ])("resolves to an error for %s", async (_, status, body, expected) => {
    const { fetch } = provider(status, body)
    const { data, error } = await createTokenExchange({ dapi: { appSecret: "s" }, fetch }).dapi.exchangeToken(grant)
    expect(data).toBeUndefined()
    expect(error).toMatchObject(expected)
    expect(error).not.toMatchObject({ code: "access-code" })
  })

  it("keeps a listed code that shares letters with the grant", async () => {
    const { fetch } = provider(200, { success: false, msg: "Invalid token", type: "INVALID_TOKEN" })
    const exchange = createTokenExchange({ dapi: { appSecret: "s" }, fetch })
    const { error } = await exchange.dapi.exchangeToken({ ...grant, accessCode: "Invalid_access_code" })
    expect(error).toMatchObject({ _tag: "InvalidGrant", code: "INVALID_TOKEN" })
  })

  it("recovers the tokens of a success that breaks its schema", async () => {
    const { fetch } = provider(200, { success: true, accessToken: "all-there-is" })
    const { error } = await createTokenExchange({ dapi: { appSecret: "s" }, fetch }).dapi.exchangeToken(grant)
    const recovered = error?._tag === "UnexpectedResponse" ? error.recovered?.accessToken : undefined
    expect(recovered && reveal(recovered)).toBe("all-there-is")
    expect(inspect(error, { depth: null })).not.toContain("all-there-is")
  })

  it.each([
    [201, "undocumented status"],
    [307, "redirect"],
    [400, "schema mismatch"],
    [401, "schema mismatch"],
    [500, "schema mismatch"],
  ])("recovers the tokens of a success under %i", async (status, reason) => {
    const { fetch } = provider(status, { success: true, accessToken: "all-there-is", status: "done" })
    const { error } = await createTokenExchange({ dapi: { appSecret: "s" }, fetch }).dapi.exchangeToken(grant)
    expect(error).toMatchObject({ _tag: "UnexpectedResponse", reason, status, grant: "spent" })
    const recovered = error?._tag === "UnexpectedResponse" ? error.recovered?.accessToken : undefined
    expect(recovered && reveal(recovered)).toBe("all-there-is")
  })

  it("says whether an abort came before or after the request was sent", async () => {
    const exchange = createTokenExchange({
      dapi: { appSecret: "s" },
      fetch: (_, init) => new Response(init?.body ?? null).text().then(() => new Promise(() => {})),
    })
    const before = await exchange.dapi.exchangeToken(grant, { signal: AbortSignal.abort() })
    expect(before.error).toMatchObject({ _tag: "ConnectionFailed", grant: "unspent", reason: "abort" })

    const after = await exchange.dapi.exchangeToken(grant, { timeout: 200 })
    expect(after.error).toMatchObject({ _tag: "OutcomeUnknown", grant: "unknown", reason: "deadline" })
  })
})

describe("restoreTokens", () => {
  it("restores what serializeTokens wrote", () => {
    const text = serializeTokens({ provider: "dapi", accessToken: Redacted.make("permanent") })
    const restored = restoreTokens(text)
    expect(restored.provider === "dapi" && reveal(restored.accessToken)).toBe("permanent")
  })

  it("throws UnreadableTokens, which quotes nothing", () => {
    expect(() => restoreTokens("secret-in-garbage")).toThrow(UnreadableTokens)
    expect(() => restoreTokens("secret-in-garbage")).not.toThrow(/secret-in-garbage/)
  })
})
