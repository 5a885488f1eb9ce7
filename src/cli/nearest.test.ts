import { expect, it } from "vitest"
import { nearest } from "./nearest.ts"

it.each([
  ["simulat", " Did you mean simulate?"],
  ["SIMULATE", " Did you mean simulate?"],
  ["reedem", " Did you mean redeem?"],
  ["start", " There are simulate, redeem."],
  ["", " There are simulate, redeem."],
])("%j is answered by %j", (word, answer) => {
  expect(nearest(word, ["simulate", "redeem"])).toBe(answer)
})
