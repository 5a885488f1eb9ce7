/** What a generated operation sends, as openapi-fetch makes it of the fields. */
import createClient from "openapi-fetch"
import { describe, expect, it } from "vitest"
import type { JsonObject } from "../../contracts/spec/specs.ts"
import { json, load, object, secret, text } from "./vendor.ts"

/** The request that an operation sends, as openapi-fetch makes it. */
const sentBy = async (
  operation: { readonly send: (client: unknown, wire: unknown, fetch: unknown) => Promise<unknown> },
  wire: JsonObject,
) => {
  const requests: Array<Request> = []
  const fetch = (request: Request) => {
    requests.push(request)
    return Promise.resolve(new Response("{}"))
  }
  await operation.send(createClient({ baseUrl: "https://api.vendor.test" }), wire, fetch)
  const [request] = requests
  const read = (name: string) => request?.headers.get(name) ?? undefined
  const sent = {
    method: request?.method,
    url: request?.url,
    authorization: read("authorization"),
    tenant: read("x-tenant"),
    contentType: read("content-type"),
    body: (await request?.text()) || undefined,
  }
  return Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined))
}

describe("an operation", () => {
  it("sends a form by HTTP Basic, a client's id and secret encoded first, as RFC 6749 has it", async () => {
    const { exchangeToken } = await load({
      body: { "application/x-www-form-urlencoded": { schema: object({ code: secret, state: text }, "code") } },
      responses: { 200: { content: json(text) } },
      security: [{ client: [] }],
      securitySchemes: { client: { type: "http", scheme: "basic" } },
    })
    const sent = await sentBy(exchangeToken, { code: "a b&c", client_id: "s6BhdRkqt3", client_secret: "7F:jfp0Z Br1" })
    expect(sent).toEqual({
      method: "POST",
      url: "https://api.vendor.test/token",
      authorization: `Basic ${Buffer.from("s6BhdRkqt3:7F%3Ajfp0Z+Br1").toString("base64")}`,
      contentType: "application/x-www-form-urlencoded",
      body: "code=a+b%26c",
    })
    expect(exchangeToken.secrets).toEqual(["client_secret", "code"])
  })

  it("sends parameters where they belong, a Bearer token, and no body", async () => {
    const { exchangeToken } = await load({
      body: {},
      responses: { 204: {} },
      security: [{ token: [] }],
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      parameters: [
        { name: "limit", in: "query", schema: { type: "integer" } },
        { name: "X-Tenant", in: "header", required: true, schema: text, example: "acme" },
      ],
    })
    const sent = await sentBy(exchangeToken, { limit: 3, "X-Tenant": "acme", token: "mF_9.B5f-4.1JqM" })
    expect(sent).toEqual({
      method: "POST",
      url: "https://api.vendor.test/token?limit=3",
      authorization: "Bearer mF_9.B5f-4.1JqM",
      tenant: "acme",
    })
  })
})
