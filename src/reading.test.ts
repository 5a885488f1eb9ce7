import { describe, expect, it } from "vitest"
import { fieldsNamedIn, isSuccess, lookup, refusalByStatus } from "./reading.ts"

const answer = (status: number, body: unknown = {}) => ({ status, body, headers: new Headers(), receivedAt: 0 })

describe("a refusal by the status alone", () => {
  const refusal = refusalByStatus({ "403": "InvalidClient" })

  it.each([
    [403, { tag: "InvalidClient" }],
    [429, { tag: "RateLimited" }],
    [500, { tag: "ProviderUnavailable" }],
    [599, { tag: "ProviderUnavailable" }],
    [299, { tag: "UnexpectedResponse", reason: "undocumented status" }],
    [300, { tag: "UnexpectedResponse", reason: "redirect" }],
    [399, { tag: "UnexpectedResponse", reason: "redirect" }],
    [400, { tag: "UnexpectedResponse", reason: "undocumented status" }],
    [499, { tag: "UnexpectedResponse", reason: "undocumented status" }],
    [200, { tag: "UnexpectedResponse", reason: "schema mismatch" }],
  ])("%i", (status, expected) => {
    expect(refusal(answer(status))).toEqual(expected)
  })

  it("distinguishes a 200 that is not JSON from one of another shape", () => {
    expect(refusal({ ...answer(200), body: undefined })).toEqual({ tag: "UnexpectedResponse", reason: "not JSON" })
    expect(refusal(answer(200, null))).toEqual({ tag: "UnexpectedResponse", reason: "schema mismatch" })
  })

  it("follows the provider's own table first", () => {
    expect(refusalByStatus({ "429": "InvalidGrant", "500": "InvalidRequest" })(answer(429))).toEqual({
      tag: "InvalidGrant",
    })
  })
})

it.each([199, 201, 204, 299])("%i is not a success, since no provider documents it", (status) => {
  expect(isSuccess(answer(status))).toBe(false)
  expect(isSuccess(answer(200))).toBe(true)
})

it("a lookup in a provider's table finds no inherited property", () => {
  expect(lookup({ known: 1 }, "known")).toBe(1)
  expect(lookup({ known: 1 }, "constructor")).toBeUndefined()
})

it("the fields named by an explanation are all that is kept of it", () => {
  const explanation = "Validation error on field 'connectionID': the app-secret (appSecret) is fine, accessCodes too"
  expect(fieldsNamedIn(explanation, ["appSecret", "accessCode", "connectionID"])).toEqual(["appSecret", "connectionID"])
  expect(fieldsNamedIn("", ["appSecret"])).toEqual([])
})
