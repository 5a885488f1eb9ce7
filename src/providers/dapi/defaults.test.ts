/** What Dapi settles where the caller does not. */
import { expect, it } from "vitest"
import { dapi } from "./index.ts"

it("has the deadline that the README states", () => {
  expect(dapi.timeout).toBe(130_000)
})

it("is called at its production address", () => {
  expect(dapi.baseUrl).toBe("https://api.dapi.com")
})
