import { describe, expect, it } from "vitest"
import { containsPart, containsWhole } from "./secrets.ts"

const secret = "correct-horse-battery"

describe("containsPart", () => {
  it.each([
    ["the secret", secret],
    ["the secret in a sentence", `no such code: ${secret}.`],
    ["eight characters of it", "-horse-b"],
    ["its end", "…-battery"],
    ["it in capitals", "CORRECT-HORSE-BATTERY"],
  ])("recognizes %s", (_, text) => {
    expect(containsPart(text, ["other-secret-entirely", secret])).toBe(true)
  })

  it.each([
    ["seven characters of it", "-horse-"],
    ["a word of the provider's own", "INVALID_TOKEN"],
    ["nothing", ""],
  ])("lets %s pass", (_, text) => {
    expect(containsPart(text, [secret])).toBe(false)
  })

  it("recognizes a whole secret shorter than eight characters", () => {
    expect(containsPart("pin_1234_refused", ["1234"])).toBe(true)
    expect(containsPart("pin_123_refused", ["1234"])).toBe(false)
  })

  it("ignores an empty secret", () => {
    expect(containsPart("anything", [""])).toBe(false)
  })
})

describe("containsWhole", () => {
  it.each([
    ["the secret", `id-${secret}`, [secret]],
    ["it in capitals", "CORRECT-HORSE-BATTERY", ["other-secret-entirely", secret]],
    ["one of eight characters", "12345678", ["12345678"]],
  ])("recognizes %s", (_, text, secrets) => {
    expect(containsWhole(text, secrets)).toBe(true)
  })

  it.each([
    ["a piece of the secret", "correct-horse", [secret]],
    ["one of seven characters", "1234567", ["1234567"]],
    ["any text when there are no secrets", secret, []],
  ])("lets %s pass", (_, text, secrets) => {
    expect(containsWhole(text, secrets)).toBe(false)
  })
})
