/** The one flat object of a request, from what a spec says of its body, parameters and credentials. */
import { describe, expect, it } from "vitest"
import type { JsonObject } from "./json.ts"
import { grantsOf, requestOf, showsGrant } from "./request.ts"

const resolve = (node: unknown): JsonObject => Object(node)
const text = { type: "string" }
const secret = { type: "string", format: "password" }
const root = {
  security: [{ client: [] }],
  components: {
    securitySchemes: {
      client: { type: "http", scheme: "basic" },
      token: { type: "http", scheme: "Bearer" },
      key: { type: "apiKey", in: "header", name: "X-Key", "x-example": "k3y-shown" },
    },
  },
}
const shape = (operation: JsonObject, body?: Parameters<typeof requestOf>[2]) =>
  requestOf({ root, resolve }, operation, body)
const body = (schema: JsonObject, value: JsonObject) => ({
  mediaType: "application/json",
  schema,
  examples: [{ name: "shown", value }],
})

describe("a request", () => {
  it("is its body, where nothing else is sent", () => {
    const schema = { $ref: "#/components/schemas/Grant" }
    expect(shape({ security: [] }, body(schema, { code: "c" }))).toMatchObject({
      schema,
      examples: [{ name: "shown", value: { code: "c" } }],
    })
  })

  it("has the client's credentials of the document, as secrets, and a value for each", () => {
    const { schema, examples, places } = shape(
      {},
      body({ properties: { code: secret }, required: ["code"] }, { code: "c" }),
    )
    expect(schema).toEqual({
      type: "object",
      properties: { client_id: text, client_secret: secret, code: secret },
      required: ["client_id", "client_secret", "code"],
    })
    expect(examples).toEqual([
      { name: "shown", value: { client_id: "shown-client_id", client_secret: "shown-client_secret", code: "c" } },
    ])
    expect(places.authorization).toEqual(["client_id", "client_secret"])
  })

  it("has no HTTP Basic where its body has the client's credentials", () => {
    const own = { properties: { client_id: text, client_secret: secret } }
    expect(shape({ security: [{ client: [] }, {}] }, body(own, {})).places.authorization).toEqual([])
  })

  it("has parameters and the keys of its own security, and no body", () => {
    const parameters = [
      { name: "id", in: "path", required: true, schema: text, example: "a" },
      { name: "page", in: "query", schema: { type: "integer", examples: [2] } },
    ]
    expect(shape({ parameters, security: [{ token: [], key: [] }] })).toMatchObject({
      schema: { required: ["id", "token", "X-Key"] },
      examples: [{ name: "shown", value: { id: "a", page: 2, token: "shown-token", "X-Key": "k3y-shown" } }],
      places: { path: ["id"], query: ["page"], header: [], authorization: ["token"], key: ["X-Key"] },
      mediaType: undefined,
    })
  })
})

describe("an alternative of a request", () => {
  const code = {
    "x-operation-id": "redeem",
    properties: { grant_type: { const: "authorization_code" }, code: secret },
    required: ["grant_type", "code"],
  }

  it("is one that the spec names", () => {
    expect(grantsOf(resolve, { oneOf: [code, { properties: {} }] })).toEqual([code])
  })

  it.each([
    ["has its constants and its fields", { grant_type: "authorization_code", code: "c" }, true],
    ["has another constant", { grant_type: "refresh_token", code: "c" }, false],
    ["lacks a field", { grant_type: "authorization_code" }, false],
  ])("is shown by an example that %s: %j %s", (_, value, expected) => {
    expect(showsGrant(resolve, code, value)).toBe(expected)
  })
})
