/** Turns a request on the wire into a call of our client. */
import { expect, test } from "vitest"
import { argumentsOf } from "./client.ts"

test("a field that the operation lists as a credential goes to the settings, every other to the input", () => {
  const wire = { client_id: "i", connectionID: "c", temp_token: "t" }
  expect(argumentsOf({ credentials: ["clientId"] }, wire)).toEqual({
    credentials: { clientId: "i" },
    input: { connectionId: "c", tempToken: "t" },
  })
})

test("a body that is not an object becomes no credentials and no input", () => {
  expect(argumentsOf({ credentials: [] }, "text")).toEqual({ credentials: {}, input: {} })
})
