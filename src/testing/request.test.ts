/** How a simulated provider reads what comes, whichever way it is sent. */
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { isOf, readerOf } from "./request.ts"

const places = { path: [], query: [], header: [], authorization: [], key: [] }
const open = { isClosed: false, path: "/token", places, typed: [] }
const Grant = Schema.Struct({ code: Schema.NonEmptyString })

const came = (sent: {
  readonly headers?: Record<string, string>
  readonly body?: string
  readonly query?: string
}) => ({
  method: "POST",
  path: "/token",
  query: sent.query ?? "",
  headers: new Headers(sent.headers),
  body: sent.body ?? "",
})

const form = { "content-type": "application/x-www-form-urlencoded" }

describe("a form", () => {
  const read = readerOf({ ...open, mediaType: "application/x-www-form-urlencoded", request: Grant })

  it("is read by the names of its fields", () => {
    expect(read(came({ headers: form, body: "code=a+b%26c&state=x" }))).toEqual({
      body: { code: "a b&c", state: "x" },
      problems: [],
    })
  })

  it("has numbers as texts", () => {
    const request = Schema.Struct({ limit: Schema.Int })
    const read = readerOf({ ...open, typed: ["limit"], mediaType: "application/x-www-form-urlencoded", request })
    expect(read(came({ headers: form, body: "limit=7" }))).toEqual({ body: { limit: 7 }, problems: [] })
    expect(read(came({ headers: form, body: "limit=many" })).problems[0]?.at).toEqual(["limit"])
  })

  it.each([
    ["without a field", form, "state=x", "required"],
    ["as JSON", { "content-type": "application/json" }, '{"code":"a"}', "415"],
    ["that is empty", form, "", "required"],
  ])("%s is malformed", (_, headers, body, keyword) => {
    expect(read(came({ headers, body })).problems[0]?.keyword).toBe(keyword)
  })
})

describe("credentials and parameters", () => {
  const request = Schema.Struct({ client_id: Schema.String, client_secret: Schema.String, page: Schema.String })
  const where = { ...places, authorization: ["client_id", "client_secret"], query: ["page"] }
  const read = readerOf({ ...open, places: where, mediaType: null, request })

  it("are read where they stand, HTTP Basic as RFC 6749 encodes it", () => {
    // `s6BhdRkqt3:7F%3Ajfp0Z+Br1`
    const headers = { authorization: "Basic czZCaGRSa3F0Mzo3RiUzQWpmcDBaK0JyMQ==" }
    const { body, problems } = read(came({ headers, query: "page=2" }))
    expect(problems).toEqual([])
    expect(body).toEqual({ client_id: "s6BhdRkqt3", client_secret: "7F:jfp0Z Br1", page: "2" })
  })

  it.each([
    ["no header", {}],
    ["another scheme's text", { authorization: "Basic %%%" }],
  ])("%s gives no credentials", (_, headers) => {
    const { problems } = read(came({ headers, query: "page=2" }))
    expect(problems.map(({ at }) => at[0])).toEqual(["client_id", "client_secret"])
  })
})

describe("a request that breaks a keyword of the spec", () => {
  const text = Schema.String
  const number = Schema.Finite
  const list = Schema.Array(Schema.String)
  // As the generator writes each keyword.
  it.each([
    ["type", text, 7],
    ["minLength", text.check(Schema.isMinLength(1)), ""],
    ["minLength", text.check(Schema.isMinCodePoints(2)), "a"],
    ["maxLength", text.check(Schema.isMaxCodePoints(2)), "abc"],
    ["pattern", text.check(Schema.isPattern(/^x$/u)), "a"],
    ["minimum", number.check(Schema.isGreaterThanOrEqualTo(2)), 1],
    ["exclusiveMinimum", number.check(Schema.isGreaterThan(2)), 2],
    ["maximum", number.check(Schema.isLessThanOrEqualTo(2)), 3],
    ["exclusiveMaximum", number.check(Schema.isLessThan(2)), 2],
    ["multipleOf", number.check(Schema.isMultipleOf(2)), 3],
    ["type", Schema.Int, 1.5],
    ["minItems", list.check(Schema.isMinLength(2)), ["a"]],
    ["maxItems", list.check(Schema.isMaxLength(1)), ["a", "b"]],
    ["uniqueItems", list.check(Schema.isUnique()), ["a", "a"]],
    ["minProperties", Schema.Record(text, text).check(Schema.isMinProperties(1)), {}],
    ["maxProperties", Schema.Record(text, text).check(Schema.isMaxProperties(0)), { a: "b" }],
  ])("names the keyword: %s", (keyword, field, value) => {
    const read = readerOf({ ...open, mediaType: "application/json", request: Schema.Struct({ field }) })
    const headers = { "content-type": "application/json" }
    expect(read(came({ headers, body: JSON.stringify({ field: value }) })).problems).toEqual([
      { keyword, at: ["field"] },
    ])
  })
})

it.each([
  ["/sessions/{id}", "/sessions/a", true],
  ["/sessions/{id}", "/sessions/a/b", false],
  ["/sessions/{id}/end", "/sessions/a/end", true],
  ["/token/", "/token", false],
])("%s is the path %s: %s", (template, path, expected) => {
  expect(isOf(template, path)).toBe(expected)
})
