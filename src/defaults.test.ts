/** What a provider settles where the caller does not. */
import { expect, it } from "vitest"
import { aisquare } from "./providers/aisquare/index.ts"
import { dapi } from "./providers/dapi/index.ts"
import { finqware } from "./providers/finqware/index.ts"

it.each([
  ["Dapi", dapi.timeout, 130_000],
  ["Finqware", finqware.timeout, 30_000],
  ["AISquare", aisquare.timeout, 30_000],
])("the deadline of %s is what the README says, unless it is set", (_, timeout, expected) => {
  expect(timeout).toBe(expected)
})

it.each([
  ["Dapi", dapi.baseUrl, "https://api.dapi.com"],
  ["Finqware", finqware.baseUrl, "https://api.finqware.com"],
  ["AISquare", aisquare.baseUrl, "https://api.aisquare.studio"],
])("%s is met where it is in production, unless it is set", (_, baseUrl, expected) => {
  expect(baseUrl).toBe(expected)
})
