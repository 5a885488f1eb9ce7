import { describe, expect, it } from "vitest"
import { fieldsNamedIn, lookup, refusalByStatus } from "./reading.ts"

const answer = (status: number, body: unknown = {}) => ({ status, body, headers: new Headers(), receivedAt: 0 })

describe("a refusal by the status", () => {
  const { explained, unexplained } = refusalByStatus({ success: [200] }, { "403": "InvalidClient" })

  it("has the stated meaning if the body explains it, and none otherwise", () => {
    expect(explained(answer(403))).toEqual({ tag: "InvalidClient" })
    expect(unexplained(answer(403))).toEqual({ tag: "UnexpectedResponse", reason: "schema mismatch" })
    expect(unexplained({ ...answer(403), body: undefined })).toEqual({ tag: "UnexpectedResponse", reason: "not JSON" })
  })

  it.each([
    [429, { tag: "RateLimited" }],
    [500, { tag: "ProviderUnavailable" }],
    [599, { tag: "ProviderUnavailable" }],
    [600, { tag: "UnexpectedResponse", reason: "undocumented status" }],
    [999, { tag: "UnexpectedResponse", reason: "undocumented status" }],
    [299, { tag: "UnexpectedResponse", reason: "undocumented status" }],
    [300, { tag: "UnexpectedResponse", reason: "redirect" }],
    [399, { tag: "UnexpectedResponse", reason: "redirect" }],
    [400, { tag: "UnexpectedResponse", reason: "undocumented status" }],
    [499, { tag: "UnexpectedResponse", reason: "undocumented status" }],
    [200, { tag: "UnexpectedResponse", reason: "schema mismatch" }],
  ])("%i means the same with an explanation and without", (status, expected) => {
    expect(explained(answer(status))).toEqual(expected)
    expect(unexplained(answer(status))).toEqual(expected)
  })

  it("distinguishes a 200 that is not JSON from one of another shape", () => {
    expect(unexplained({ ...answer(200), body: undefined })).toEqual({ tag: "UnexpectedResponse", reason: "not JSON" })
    expect(unexplained(answer(200, null))).toEqual({ tag: "UnexpectedResponse", reason: "schema mismatch" })
  })

  it.each([
    [404, "InvalidClient"],
    [418, "InvalidRequest"],
    [429, "RateLimited"],
    [302, "InvalidGrant"],
    [500, "ProviderUnavailable"],
  ])("%i means what is documented for itself, else for its range, else by default: %s", (status, tag) => {
    const documented = { "404": "InvalidClient", "4XX": "InvalidRequest", default: "InvalidGrant" } as const
    expect(refusalByStatus({ success: [200] }, documented).explained(answer(status))).toEqual({ tag })
  })

  it("that only the default documents is not undocumented", () => {
    const { unexplained } = refusalByStatus({ success: [200] }, { default: "InvalidGrant" })
    expect(unexplained({ ...answer(418), body: undefined })).toEqual({ tag: "UnexpectedResponse", reason: "not JSON" })
  })

  it("follows the provider's own table first", () => {
    const { explained } = refusalByStatus({ success: [200] }, { "429": "InvalidGrant", "500": "InvalidRequest" })
    expect(explained(answer(429))).toEqual({ tag: "InvalidGrant" })
  })
})

it("a lookup in a provider's table finds no inherited property", () => {
  expect(lookup({ known: 1 }, "known")).toBe(1)
  expect(lookup({ known: 1 }, "constructor")).toBeUndefined()
})

it("the fields named by an explanation are all that is kept of it", () => {
  const explanation = "Validation error on field 'connectionID': the app-secret (appSecret) is fine, accessCodes too"
  expect(fieldsNamedIn(explanation, ["appSecret", "accessCode", "connectionID"])).toEqual(["appSecret", "connectionID"])
  expect(fieldsNamedIn("", ["appSecret"])).toEqual([])
  expect(fieldsNamedIn("appSecret is wrong", ["appSecret"])).toEqual(["appSecret"])
  expect(fieldsNamedIn(`${" ".repeat(10_000)}appSecret`, ["appSecret"])).toEqual([])
})
