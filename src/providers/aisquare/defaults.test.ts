/** The defaults of AISquare's settings. */
import { expect, it } from "vitest"
import { aisquare } from "./index.ts"

it("the default deadline is the one in the README", () => {
  expect(aisquare.timeout).toBe(30_000)
})

it("the default base URL is the production address", () => {
  expect(Object.values(aisquare.servers)[0]).toBe("https://api.aisquare.studio")
})
