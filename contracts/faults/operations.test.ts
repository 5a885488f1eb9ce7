/** Every operation of the client is called with the faults. */
import { expect, it } from "vitest"
import { clientOperations } from "../providers.ts"
import { calls } from "./calls.ts"

it("the faults call every operation", () => {
  const names = calls.map(({ provider, operationId }) => ({ provider, operationId }))
  expect(names.filter(({ provider }) => provider !== "oauth")).toEqual(clientOperations)
  expect(names.filter(({ provider }) => provider === "oauth")).toHaveLength(5)
})

it.each(calls)("$name has a documented success and documented refusals", ({ descriptor, answer, refusals }) => {
  if (answer === "") expect(descriptor.granted).toEqual([])
  else expect(JSON.parse(answer)).toBeInstanceOf(Object)
  expect(refusals).not.toEqual([])
})

it("the operations have grants of every kind", () => {
  expect(new Set(calls.map(({ kind }) => kind))).toEqual(new Set(["one-time", "rotating", "reusable"]))
})
