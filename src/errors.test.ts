import { expect, it } from "vitest"
import { ConnectionFailed } from "./errors.ts"

it("a message of an error that has no details has no place for them", () => {
  const error = new ConnectionFailed({ provider: "acme", operation: "exchangeToken", grant: "unspent", reason: "DNS" })
  expect(error.message).toMatch(/^acme\.exchangeToken: [^()]+\(DNS\)\. The grant is unspent/)
})
