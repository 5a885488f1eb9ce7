import { inspect } from "node:util"
import { expect, it } from "vitest"
import { ConnectionFailed, InvalidClient } from "./errors.ts"

it("the message of an error without details has no empty brackets", () => {
  const error = new ConnectionFailed({ provider: "acme", operation: "exchangeToken", grant: "unspent", reason: "DNS" })
  expect(error.message).toMatch(
    /^acme\.exchangeToken: [^()]+\(DNS\)\. Put right what kept it from being sent\. The grant is unspent: it may be presented again once it can be sent\.$/,
  )
})

it.each([
  ["JSON.stringify", (error: unknown) => JSON.stringify(error)],
  ["console.error", (error: unknown) => inspect(error)],
])("%s shows the tag, the message and the fields of an error", (_, shown) => {
  const error = new InvalidClient({ provider: "acme", operation: "exchangeToken", grant: "unspent", status: 401 })
  const text = shown(error)
  expect(text).toContain("InvalidClient")
  expect(text).toContain(
    "acme.exchangeToken: the app credentials are refused (status 401). Correct the app credentials.",
  )
  expect(text).toContain("401")
})
