/** The defaults of Dapi's settings. */
import { expect, it } from "vitest"
import { dapi } from "./index.ts"

it("the default deadline is the one in the README", () => {
  expect(dapi.timeout).toBe(130_000)
})

it("the default base URL is the production address", () => {
  expect(Object.values(dapi.servers)[0]).toBe("https://api.dapi.com")
})
