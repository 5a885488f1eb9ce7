/** A masked exchange shows no secret and no unknown text. */
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

test("a secret is masked by its place, through references and alternatives; texts that the spec names are kept", () => {
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

test("empty texts and values of other types are kept, since they explain a refusal", () => {
  expect(masked('{"appSecret":"","accessCode":7}', "{}").request.body).toEqual({ appSecret: "", accessCode: 7 })
})

test("a text that the spec does not know is masked at any depth", () => {
  const { request } = masked('{"x-extra":"canary","accessCode":{"deep":["canary"]}}', "{}")
  expect(request.body).toEqual({ "x-extra": "<redacted>", accessCode: { deep: ["<redacted>"] } })
})

test("a secret of the request is masked where the answer quotes it", () => {
  const { answer } = masked(
    JSON.stringify(sent),
    JSON.stringify({ success: false, msg: "no such code: canary-access-code", type: "INVALID_TOKEN" }),
    { "www-authenticate": 'Bearer realm="canary-app-secret"' },
  )
  expect(answer?.body).toMatchObject({ msg: "no such code: <redacted>" })
  expect(answer?.headers["www-authenticate"]).toBe('Bearer realm="<redacted>"')
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
