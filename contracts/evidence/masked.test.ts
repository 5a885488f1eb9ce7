/** A masked exchange shows the spec's own names and words, and of everything else the shape. */
import { expect, test } from "vitest"
import { readSpecs } from "../spec/specs.ts"
import type { Exchange } from "./exchange.ts"
import { secretsIn } from "./leaves.ts"
import { maskExchange } from "./masked.ts"
import { wordsOf } from "./words.ts"

const dapi = (await readSpecs()).find(({ provider }) => provider === "dapi")
const [exchangeToken] = dapi?.operations ?? []
if (dapi === undefined || exchangeToken === undefined) throw new Error("Dapi has no operation.")
const [spec, operation] = [dapi, exchangeToken]

const sent = { appSecret: "canary-app-secret", accessCode: "canary-access-code", connectionID: "connection-1" }
const masked = (body: string, answer: string, headers: Record<string, string> = {}) => {
  const exchange: Exchange = {
    request: {
      method: "POST",
      url: "https://api.dapi.com/v2/auth/ExchangeToken?code=canary-in-query",
      headers: new Headers({ "content-type": "application/json", authorization: "Bearer canary-header" }),
      body,
    },
    answer: { status: 200, headers: new Headers({ "content-type": "application/json", ...headers }), body: answer },
  }
  return maskExchange(spec, operation, exchange)
}

test("words of the spec are shown, secrets are masked by their place, and any other text by its shape", () => {
  const { request, answer } = masked(
    JSON.stringify(sent),
    JSON.stringify({ success: true, accessToken: "canary-token", status: "done", tokenID: "canary-id" }),
  )
  expect(request.body).toEqual({ appSecret: "<redacted>", accessCode: "<redacted>", connectionID: "<text>" })
  expect(answer?.body).toEqual({ success: true, accessToken: "<redacted>", status: "done", tokenID: "<text>" })
})

test("the spec's example is shown, but for its secrets", () => {
  const example = operation.answers[0]?.contents[0]?.examples.find(({ name }) => name === "exchanged-with-ids")?.value
  const { answer } = masked("{}", JSON.stringify(example))
  expect(answer?.body).toEqual({ ...Object(example), accessToken: "<redacted>" })
})

test.each([
  ["a text of the spec at the place of a secret", { accessToken: "done" }, { accessToken: "<redacted>" }],
  ["an empty text, which explains a refusal", { accessToken: "" }, { accessToken: "" }],
  [
    "numbers",
    { accessToken: 49291234, code: 0.5, status: null },
    { accessToken: "<integer>", code: "<number>", status: null },
  ],
  [
    "truth values, which tell nothing without their field",
    { success: true, isVip: true },
    { success: true, "<name 1>": "<boolean>" },
  ],
  [
    "names of fields, each once",
    [{ "a@b.example": 1 }, { c: { "a@b.example": 1 } }],
    [{ "<name 1>": "<integer>" }, { "<name 2>": { "<name 1>": "<integer>" } }],
  ],
  [
    "a time and an id",
    { tokenID: "1987-06-05T00:00:00+02:00", userID: "1e9c4b7a-3d52-4f68-b0a1-5c8e7d6f9a04" },
    { tokenID: "<date-time>", userID: "<UUID>" },
  ],
  ["what our own requests try", { "x-extra": "canary" }, { "x-extra": "<text>" }],
])("masks %s", (_what, body, expected) => {
  expect(masked("{}", JSON.stringify(body)).answer?.body).toEqual(expected)
})

test("a default of a secret is no word", () => {
  const secret = { type: "string", format: "password", default: "canary" }
  const { isValue } = wordsOf({
    ...spec,
    document: { components: { schemas: { secret, plain: { default: "kept" } } } },
  })
  expect([isValue("canary"), isValue("kept")]).toEqual([false, true])
})

test("a body nested deeper than the stack is masked", () => {
  expect(JSON.stringify(masked("{}", "[".repeat(100_000) + "]".repeat(100_000)).answer?.body).length).toBeLessThan(200)
})

test("an echo is masked however it is spelt, in a body, a header and the content type", () => {
  const { answer } = masked(
    JSON.stringify(sent),
    JSON.stringify({
      success: false,
      msg: "edoc-ssecca-yranac",
      type: "Y2FuYXJ5LWFjY2Vzcy1jb2Rl",
      userInputs: ["CANARY"],
    }),
    { "content-type": "application/json; x=canary", location: "https://canary.example/" },
  )
  expect(answer).toEqual({
    status: 200,
    headers: { "content-type": "application/json", location: "<text>" },
    body: { success: false, msg: "<text>", type: "<text>", userInputs: ["<text>"] },
  })
  const page = masked("{}", "{}", { "content-type": "application/canary" })
  expect(page.answer?.headers).toEqual({ "content-type": "<text>" })
})

test("a body that is not JSON is masked whole; other headers and the query are left out", () => {
  const exchange = masked('{"appSecret":"canary-app-secret"', "<h1>canary-app-secret</h1>")
  expect(exchange.request.body).toBe("<redacted>")
  expect(exchange.answer?.body).toBe("<redacted>")
  expect(JSON.stringify(exchange)).not.toContain("canary")
})

test("the reasons of a refusal are shown without their messages", () => {
  const reasons = [{ location: ["request", "body", "appSecret"], code: "minLength", message: "canary" }]
  const { answer } = masked("{}", "{}", { "sl-violations": JSON.stringify(reasons) })
  expect(answer?.headers["sl-violations"]).toBe("minLength at request.body.appSecret")
})

test("the secrets of a body are found by their places", () => {
  const schemas = operation?.body?.contents.map(({ schema }) => schema) ?? []
  expect(secretsIn(spec, schemas, sent)).toEqual(["canary-app-secret", "canary-access-code"])
})
