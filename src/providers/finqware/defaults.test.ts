/** What Finqware settles where the caller does not. */
import { expect, it } from "vitest"
import { finqware } from "./index.ts"

it("has the deadline that the README states", () => {
  expect(finqware.timeout).toBe(30_000)
})

it("is called at its production address", () => {
  expect(finqware.baseUrl).toBe("https://api.finqware.com")
})
