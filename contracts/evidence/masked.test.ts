/** What a report may show of an exchange. */
import { expect, test } from "vitest"
import { readSpecs } from "../spec/specs.ts"
import type { Exchange } from "./exchange.ts"
import { maskExchange, secretsIn } from "./masked.ts"

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

test("masks a secret by its place, through references and alternatives, and keeps the texts that the spec names", () => {
  const { request, answer } = masked(
    JSON.stringify(sent),
    JSON.stringify({ success: true, accessToken: "canary-token", status: "done", tokenID: "id-1" }),
  )
  expect(request.body).toEqual({
    appSecret: "<redacted>",
    accessCode: "<redacted>",
    connectionID: "connection-1",
  })
  expect(answer?.body).toEqual({ success: true, accessToken: "<redacted>", status: "done", tokenID: "id-1" })
})

test("keeps empty texts and values of other types: they are why a request is refused", () => {
  expect(masked('{"appSecret":"","accessCode":7}', "{}").request.body).toEqual({ appSecret: "", accessCode: 7 })
})

test("masks a text that the spec does not know, at any depth", () => {
  const { request } = masked('{"x-extra":"canary","accessCode":{"deep":["canary"]}}', "{}")
  expect(request.body).toEqual({ "x-extra": "<redacted>", accessCode: { deep: ["<redacted>"] } })
})

test("masks a secret of the request that the answer quotes", () => {
  const { answer } = masked(
    JSON.stringify(sent),
    JSON.stringify({ success: false, msg: "no such code: canary-access-code", type: "INVALID_TOKEN" }),
    { "www-authenticate": 'Bearer realm="canary-app-secret"' },
  )
  expect(answer?.body).toMatchObject({ msg: "no such code: <redacted>" })
  expect(answer?.headers["www-authenticate"]).toBe('Bearer realm="<redacted>"')
})

test("masks a body that is not JSON as a whole, and leaves out other headers and the query", () => {
  const exchange = masked('{"appSecret":"canary-app-secret"', "<h1>canary-app-secret</h1>")
  expect(exchange.request.body).toBe("<redacted>")
  expect(exchange.answer?.body).toBe("<redacted>")
  expect(JSON.stringify(exchange)).not.toContain("canary")
})

test("shows the reasons of a refusal without their messages", () => {
  const reasons = [{ location: ["request", "body", "appSecret"], code: "minLength", message: "canary" }]
  const { answer } = masked("{}", "{}", { "sl-violations": JSON.stringify(reasons) })
  expect(answer?.headers["sl-violations"]).toBe("minLength at request.body.appSecret")
})

test("finds the secrets of a body by their places", () => {
  const schemas = operation?.body?.contents.map(({ schema }) => schema) ?? []
  expect(secretsIn(spec, schemas, sent)).toEqual(["canary-app-secret", "canary-access-code"])
})
