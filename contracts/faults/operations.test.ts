/** Every operation of the client meets the faults, and is called as its provider's folder says. */
import { expect, it } from "vitest"
import { clientOperations } from "../providers.ts"
import { calls } from "./calls.ts"

it("calls every operation", () => {
  expect(calls.map(({ provider, operationId }) => ({ provider, operationId }))).toEqual(clientOperations)
})

it.each(calls)("$name has a documented success and documented refusals", ({ answer, refusals }) => {
  expect(JSON.parse(answer)).toBeInstanceOf(Object)
  expect(refusals).not.toEqual([])
})

it("meets a grant of every kind", () => {
  expect(new Set(calls.map(({ kind }) => kind))).toEqual(new Set(["one-time", "rotating", "reusable"]))
})
