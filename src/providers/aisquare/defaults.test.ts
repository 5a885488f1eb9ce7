/** What AISquare settles where the caller does not. */
import { expect, it } from "vitest"
import { aisquare } from "./index.ts"

it("has the deadline that the README states", () => {
  expect(aisquare.timeout).toBe(30_000)
})

it("is called at its production address", () => {
  expect(aisquare.baseUrl).toBe("https://api.aisquare.studio")
})
