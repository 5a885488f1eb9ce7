import { expect, it } from "vitest"
import { ConnectionFailed } from "./errors.ts"

it("the message of an error without details has no empty brackets", () => {
  const error = new ConnectionFailed({ provider: "acme", operation: "exchangeToken", grant: "unspent", reason: "DNS" })
  expect(error.message).toMatch(
    /^acme\.exchangeToken: [^()]+\(DNS\)\. Put right what kept it from being sent\. The grant is unspent/,
  )
})
