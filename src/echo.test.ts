import { describe, expect, it } from "vitest"
import { echoes } from "./echo.ts"

const secret = "correct-horse-battery"

describe("echoes", () => {
  it.each([
    ["the secret", secret],
    ["the secret in a sentence", `no such code: ${secret}.`],
    ["eight characters of it", "-horse-b"],
    ["its end", "…-battery"],
    ["it in capitals", "CORRECT-HORSE-BATTERY"],
  ])("recognizes %s", (_, text) => {
    expect(echoes(text, ["other-secret-entirely", secret])).toBe(true)
  })

  it.each([
    ["seven characters of it", "-horse-"],
    ["a word of the provider's own", "INVALID_TOKEN"],
    ["nothing", ""],
  ])("lets %s pass", (_, text) => {
    expect(echoes(text, [secret])).toBe(false)
  })

  it("recognizes a secret shorter than eight characters as a whole", () => {
    expect(echoes("pin_1234_refused", ["1234"])).toBe(true)
    expect(echoes("pin_123_refused", ["1234"])).toBe(false)
  })

  it("takes an empty secret for none", () => {
    expect(echoes("anything", [""])).toBe(false)
  })
})
