/** The defaults of Finqware's settings. */
import { expect, it } from "vitest"
import { finqware } from "./index.ts"

it("the default deadline is the one in the README", () => {
  expect(finqware.timeout).toBe(30_000)
})

it("the default base URL is the production address", () => {
  expect(Object.values(finqware.servers)[0]).toBe("https://api.finqware.com")
})
