/** A request's flat object on the wire, and back: by the examples of RFC 6749 and RFC 6750. */
import { describe, expect, it } from "vitest"
import type { JsonObject } from "./json.ts"
import type { SpecOperation } from "./operations.ts"
import type { RequestShape } from "./request.ts"
import { placeOf, readBack, written } from "./wire.ts"

const none = { path: [], query: [], header: [], authorization: [], key: [] }

const operation = (path: string, request: Partial<RequestShape>): SpecOperation => ({
  provider: "acme",
  operationId: "token",
  endpoint: "token",
  method: "post",
  path,
  body: undefined,
  answers: [],
  request: { schema: {}, examples: [], places: none, mediaType: undefined, ...request },
})

const resolve = (node: unknown) => Object(node)
const back = (one: SpecOperation, value: JsonObject) => {
  const { path, headers, body = "" } = written(one, value)
  return readBack({ resolve } as never, one, { url: `https://acme.test${path}`, headers: new Headers(headers), body })
}

describe("a form by HTTP Basic", () => {
  const token = operation("/token", {
    mediaType: "application/x-www-form-urlencoded",
    places: { ...none, authorization: ["client_id", "client_secret"] },
  })
  const value = {
    client_id: "s6BhdRkqt3",
    client_secret: "gX1fBat3bV",
    grant_type: "authorization_code",
    code: "SplxlOBeZQQYbYS6WxSbIA",
    redirect_uri: "https://client.example.com/cb",
  }

  it("is written as in RFC 6749, 4.1.3", () => {
    expect(written(token, value)).toEqual({
      path: "/token",
      headers: {
        authorization: "Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW",
        "content-type": "application/x-www-form-urlencoded",
      },
      body: "grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA&redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb",
    })
  })

  it("is read back as it was", () => {
    expect(back(token, value)).toEqual(value)
    const odd = { ...value, client_id: "a:b c", client_secret: "ü%+&" }
    expect(back(token, odd)).toEqual(odd)
  })

  it("has no credentials where one of them is missing", () => {
    const { client_id: _, ...without } = value
    expect(written(token, without).headers).not.toHaveProperty("authorization")
  })
})

describe("a request without a body", () => {
  const sessions = operation("/users/{id}/sessions", {
    places: { path: ["id"], query: ["limit", "open"], header: ["X-Tenant"], authorization: ["token"], key: ["X-Key"] },
    schema: { properties: { limit: { type: "integer" }, open: { type: "boolean" }, id: { type: "string" } } },
  })
  const value = { id: "a/b", limit: 3, open: true, "X-Tenant": "acme", token: "mF_9.B5f-4.1JqM", "X-Key": "k" }

  it("is written to the path, the query and headers", () => {
    expect(written(sessions, value)).toEqual({
      path: "/users/a%2Fb/sessions?limit=3&open=true",
      headers: { "x-tenant": "acme", "x-key": "k", authorization: "Bearer mF_9.B5f-4.1JqM" },
      body: undefined,
    })
  })

  it("is read back as it was, its numbers as numbers", () => {
    expect(back(sessions, value)).toEqual(value)
  })

  it.each([
    ["id", "path"],
    ["limit", "query"],
    ["token", "authorization"],
    ["code", "body"],
  ])("%s stands in the %s", (name, place) => {
    expect(placeOf(sessions, name)).toBe(place)
  })
})

it("a JSON body is what it is, beside a parameter without that", () => {
  const json = operation("/token", { mediaType: "application/json" })
  expect(written(json, { code: "c", n: 1 }).body).toBe('{"code":"c","n":1}')
  const beside = operation("/token", { mediaType: "application/json", places: { ...none, query: ["v"] } })
  expect(written(beside, { code: "c", v: "2" })).toMatchObject({ path: "/token?v=2", body: '{"code":"c"}' })
  expect(back(beside, { code: "c", v: "2" })).toEqual({ code: "c", v: "2" })
})
