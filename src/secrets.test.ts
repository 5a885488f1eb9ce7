import { describe, expect, it } from "vitest"
import { containsWhole, isShowable } from "./secrets.ts"

const secret = "correct-horse-battery"

describe("a word from outside", () => {
  it.each([
    ["the secret", secret],
    ["the secret in a sentence", `no such code: ${secret}.`],
    ["eight characters of it", "-horse-b"],
    ["its end", "…-battery"],
    ["it in capitals", "CORRECT-HORSE-BATTERY"],
    ["a secret as a form writes it", "no_a+b%2Bc%2Fd%3De+f"],
    ["a secret as a URL writes it", "no_a%20b%2bc%2fd%3de%20f"],
    ["a piece of that, cut in two signs", "Bc%2Fd%3De%20f%2Bg%2"],
  ])("is not shown if it has %s", (_, text) => {
    expect(isShowable(text, ["other-secret-entirely", secret, "a b+c/d=e f+g"])).toBe(false)
  })

  it.each([
    ["seven characters of it", "-horse-"],
    ["a word of the provider's own", "INVALID_TOKEN"],
    ["nothing", ""],
  ])("is shown if it has %s", (_, text) => {
    expect(isShowable(text, [secret])).toBe(true)
  })

  it("is not shown if it has a whole secret shorter than eight characters", () => {
    expect(isShowable("pin_1234_refused", ["1234"])).toBe(false)
    expect(isShowable("pin_123_refused", ["1234"])).toBe(true)
  })

  it("is shown beside an empty secret", () => {
    expect(isShowable("anything", [""])).toBe(true)
  })

  it("is not shown if it is longer than any code or id", () => {
    expect(isShowable("A".repeat(64), [])).toBe(true)
    expect(isShowable("A".repeat(65), [])).toBe(false)
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
