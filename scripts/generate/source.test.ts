import { describe, expect, it } from "vitest"
import type { JsonObject } from "../../contracts/spec/specs.ts"
import { decode, json, load, named, object, placeOf, problemsOf, secret, sourceOf, spec, text, time } from "./vendor.ts"

describe("names", () => {
  it("name an inline schema after its operation", async () => {
    const generated = await load({
      body: json(object({ code: text })),
      responses: {
        200: { content: json(object({ id: text })) },
        400: { content: { ...json(object({ reason: text })), "text/plain": { schema: text } } },
        429: { headers: { "retry-after": { schema: { type: "integer" } } } },
      },
    })
    expect(generated.exchangeToken.request).toBe(generated.ExchangeTokenRequest)
    expect(generated.exchangeTokenAnswers).toEqual({
      200: { headers: {}, contents: { "application/json": generated.ExchangeToken200 } },
      400: {
        headers: {},
        contents: {
          "application/json": generated.ExchangeToken400ApplicationJson,
          "text/plain": generated.ExchangeToken400TextPlain,
        },
      },
      429: {
        headers: { "retry-after": { required: false, schema: generated.ExchangeToken429RetryAfter } },
        contents: {},
      },
    })
  })

  it("keep the name of a component", async () => {
    const generated = await load({
      body: json(named("Grant")),
      responses: {
        200: { content: json(named("TokenPair")), headers: { "x-trace": { required: true, schema: named("Trace") } } },
      },
      schemas: { Grant: object({ code: text }), TokenPair: object({ id: text }), Trace: text },
    })
    expect(generated.exchangeToken.request).toBe(generated.Grant)
    expect(generated.exchangeTokenAnswers[200]).toEqual({
      headers: { "x-trace": { required: true, schema: generated.Trace } },
      contents: { "application/json": generated.TokenPair },
    })
    expect(Object.keys(generated).sort()).toEqual(
      ["Grant", "TokenPair", "Trace", "connect", "exchangeToken", "exchangeTokenAnswers", "provider", "servers"].sort(),
    )
  })

  it("renames a schema that shadows a global everywhere: Error becomes ErrorSchema", async () => {
    const generated = await load({
      responses: { 400: { content: json(object({ error: named("Error") }, "error")) } },
      schemas: { Error: object({ reason: text }, "reason") },
    })
    expect(generated).not.toHaveProperty("Error")
    expect(decode(generated.ErrorSchema, { reason: "spent" })).toEqual({ reason: "spent" })
    expect(() => decode(generated.ExchangeToken400, { error: {} })).toThrow("reason")
  })

  it.each(["token-response", "token_response", "tokenResponse"])("turn %s into an identifier", async (name) => {
    const generated = await load({ responses: { 200: { content: json(named(name)) } }, schemas: { [name]: text } })
    expect(generated.exchangeTokenAnswers[200].contents["application/json"]).toBe(generated.TokenResponse)
  })

  it("distinguish two schemas that would share a name", async () => {
    const generated = await load({
      schemas: { "token-response": object({ id: text }, "id"), TokenResponse: object({ name: text }, "name") },
    })
    expect(decode(generated.TokenResponse, { id: "1" })).toEqual({ id: "1" })
    expect(decode(generated.TokenResponse2, { name: "n" })).toEqual({ name: "n" })
  })
})

describe("a descriptor", () => {
  it("has the path, the request, and its secret and one-time fields", async () => {
    const generated = await load({
      body: json(named("Grant")),
      responses: {
        200: { content: json({ oneOf: [named("TokenPair"), named("Refusal")] }) },
        201: { content: json(named("TokenPair")) },
        400: { content: json(named("Refusal")) },
      },
      schemas: {
        Grant: {
          allOf: [
            object({ clientId: text, clientSecret: named("Secret") }, "clientId", "clientSecret"),
            object({ code: { ...secret, "x-one-time": true }, refresh: { ...secret, "x-one-time": "when-rotated" } }),
          ],
        },
        Secret: secret,
        TokenPair: object({ access: secret, refresh: named("Secret"), expires: time }, "access", "refresh"),
        Refusal: object({ reason: text, echo: secret }),
      },
    })
    expect(generated.exchangeToken).toEqual({
      provider: "vendor",
      operationId: "exchange-token",
      method: "POST",
      path: "/token",
      mediaType: "application/json",
      request: generated.Grant,
      fields: ["clientId", "clientSecret", "code", "refresh"],
      secrets: ["clientSecret", "code", "refresh"],
      granted: ["access", "refresh", "expires", "reason", "echo"],
      tokens: ["access", "refresh", "echo"],
      success: [200, 201],
      oneTime: { code: true, refresh: "when-rotated" },
      send: expect.any(Function),
    })
    expect(generated.provider).toBe("vendor")
    expect(Object.entries(generated.servers)).toEqual([
      ["https://api.vendor.test", "https://api.vendor.test"],
      ["https://sandbox.vendor.test", "https://sandbox.vendor.test"],
    ])
  })

  it("has a mark that is beside a $ref", async () => {
    const { exchangeToken } = await load({
      body: json(object({ code: { ...named("Code"), "x-one-time": true } })),
      schemas: { Code: secret },
    })
    expect(exchangeToken).toMatchObject({ secrets: ["code"], oneTime: { code: true } })
  })

  it("has no tokens from an answer that is not a success", async () => {
    const { exchangeToken } = await load({ responses: { 401: { content: json(object({ token: secret })) } } })
    expect(exchangeToken.tokens).toEqual([])
  })

  it("has an empty request when nothing is sent", async () => {
    const { exchangeToken } = await load({ body: {}, responses: { 200: { content: json(text) } } })
    expect(exchangeToken).toMatchObject({ mediaType: null, fields: [], secrets: [], oneTime: {} })
    expect(decode(exchangeToken.request, {})).toEqual({})
  })

  it("has the statuses of a success", async () => {
    const { exchangeToken } = await load({ responses: { 204: {}, 200: { content: json(text) }, 400: {}, default: {} } })
    expect(exchangeToken.success).toEqual([200, 204])
  })

  it("has the header that says how long to wait, where the spec marks one", async () => {
    const reset = { schema: { type: "integer" }, "x-retry-after": true }
    const { exchangeToken } = await load({ responses: { 429: { headers: { "X-RateLimit-Reset": reset } } } })
    expect(exchangeToken.retryAfter).toBe("x-ratelimit-reset")
  })

  it("has the header that has the provider's name for an answer, where the spec marks one", async () => {
    const id = { schema: { type: "string" }, "x-request-id": true }
    const { exchangeToken } = await load({ responses: { 200: { headers: { "X-Correlation-ID": id } } } })
    expect(exchangeToken.requestId).toBe("x-correlation-id")
  })

  it("is one for each named alternative of a request", async () => {
    const grant = (name: string, field: string, mark: JsonObject): JsonObject => ({
      ...object({ [field]: { ...secret, ...mark } }, field),
      "x-operation-id": name,
    })
    const oneOf = [grant("redeem", "code", { "x-one-time": true }), grant("renew", "refresh", {})]
    const examples = { code: { value: { code: "c" } }, refresh: { value: { refresh: "r" } } }
    const { redeem, renew } = await load({
      body: { "application/json": { schema: { oneOf }, examples } },
      responses: { 200: { content: json(text) } },
    })
    expect(redeem).toMatchObject({ operationId: "redeem", fields: ["code"], oneTime: { code: true } })
    expect(renew).toMatchObject({ operationId: "renew", fields: ["refresh"], oneTime: {} })
  })

  it("is refused for an alternative that no example shows", async () => {
    const oneOf = [{ ...object({ code: text }, "code"), "x-operation-id": "redeem" }]
    const body = { "application/json": { schema: { oneOf }, examples: { other: { value: { refresh: "r" } } } } }
    expect(await problemsOf(load({ body, responses: {} }))).toMatchObject([
      { message: "No example shows a request of `redeem`: it has the required fields, and the constants." },
    ])
  })
})

describe("recursion", () => {
  it("is generated without secrets in it", async () => {
    const parts = {
      responses: { 200: { content: json(named("Node")) } },
      schemas: { Node: object({ name: text, children: { type: "array", items: named("Node") } }, "name") },
    }
    expect(await sourceOf(spec(parts))).toContain("Schema.suspend((): Schema.Codec<Node> => Node)")
    const { Node } = await load(parts)
    expect(decode(Node, { name: "a", children: [{ name: "b" }] })).toEqual({ name: "a", children: [{ name: "b" }] })
    expect(() => decode(Node, { name: "a", children: [{}] })).toThrow('["children"][0]["name"]')
  })

  it("comes after the schemas it uses, and before those that use it", async () => {
    const { Tree } = await load({
      responses: { 200: { content: json(named("Tree")) } },
      schemas: {
        Tree: object({ leaf: named("Leaf"), node: named("Node") }),
        Node: object({ leaf: named("Leaf"), next: { ...named("Node"), description: "With a sibling" } }),
        Leaf: object({ name: text }, "name"),
      },
    })
    const tree = { node: { leaf: { name: "a" }, next: { leaf: { name: "b" } } } }
    expect(decode(Tree, tree)).toEqual(tree)
    expect(() => decode(Tree, { node: { next: { leaf: {} } } })).toThrow('["node"]["next"]["leaf"]["name"]')
  })

  it.each<[string, JsonObject]>([
    ["a secret", secret],
    ["a secret behind a $ref", named("Secret")],
    ["a time", time],
  ])("is rejected with %s in it", async (_, field) => {
    const yaml = spec({ schemas: { Node: object({ field, next: named("Node") }), Secret: secret } })
    expect(await problemsOf(sourceOf(yaml))).toEqual([
      { ...placeOf(yaml, '"Node": {'), message: expect.stringContaining("`Node` contains itself") },
    ])
  })
})

it("generated code sends through openapi-fetch, to the spec's path at the base URL", async () => {
  const generated = await load({ body: json(object({ code: secret }, "code")) })
  const requests: Array<Request> = []
  const fetch = async (request: Request) => {
    requests.push(request)
    return new Response(null, { status: 204 })
  }
  await generated.exchangeToken.send(generated.connect({ baseUrl: "https://vendor.test/" }), { code: "c" }, fetch)
  const [request] = requests
  expect([request?.method, request?.url]).toEqual(["POST", "https://vendor.test/token"])
  expect(request?.headers.get("content-type")).toBe("application/json")
  expect(await request?.json()).toEqual({ code: "c" })
})

it("a name that ends a comment is no code, even where no rule was asked", async () => {
  const source = await sourceOf(spec({}).replaceAll("exchange-token", "x*/;globalThis.harmed=true;/*"))
  const code = source.replace(/\/\*\*.*?\*\//gs, "").replace(/"(?:[^"\\]|\\.)*"/g, "")
  expect(code).not.toContain("globalThis.harmed")
})
