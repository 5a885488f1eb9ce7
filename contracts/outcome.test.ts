/** A row of a provider's record becomes the expected outcome. */
import { expect, test } from "vitest"
import { expectedOutcome } from "./outcome.ts"

const operation = { provider: "acme", operationId: "exchangeToken" }
const answer = { status: 200, body: { token: "t" } }

test("a $field is filled in from the answer", () => {
  expect(expectedOutcome("200 granted", { provider: "acme", access: "$token" }, operation, answer)).toEqual({
    provider: "acme",
    access: "t",
  })
})

test("a $field that the answer does not have is an error that names the row and the fields there are", () => {
  expect(() =>
    expectedOutcome(
      "contracts/providers/acme.ts, 200 granted",
      { provider: "acme", access: "$tokn" },
      operation,
      answer,
    ),
  ).toThrow(
    'contracts/providers/acme.ts, 200 granted: access is "$tokn", and the answer has no field tokn. Its fields: token.',
  )
  expect(() =>
    expectedOutcome("200 text", { provider: "acme", access: "$token" }, operation, { status: 200, body: "token" }),
  ).toThrow("Its fields: none.")
})

test("an error says where it comes from; its fields have no order", () => {
  const row = { _tag: "InvalidRequest", fields: ["b", "a"] } as const
  expect(expectedOutcome("400 refused", row, operation, { status: 400, body: {} })).toEqual({
    _tag: "InvalidRequest",
    provider: "acme",
    operation: "exchangeToken",
    status: 400,
    fields: ["a", "b"],
  })
})
