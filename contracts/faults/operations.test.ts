/** Every operation of the client, and of the provider in tests, is called with the faults. */
import { expect, it } from "vitest"
import { oauth } from "../oauth/provider.ts"
import { clientOperations } from "../providers.ts"
import { calls } from "./calls.ts"

it("the faults call every operation", () => {
  const inTests = Object.keys(oauth.operations).map((operationId) => ({ provider: oauth.name, operationId }))
  expect(calls.map(({ provider, operationId }) => ({ provider, operationId }))).toEqual([
    ...clientOperations,
    ...inTests,
  ])
})

it.each(calls)("$name has a documented success and documented refusals", ({ descriptor, answer, refusals }) => {
  if (answer === "") expect(descriptor.granted).toEqual([])
  else expect(JSON.parse(answer)).toBeInstanceOf(Object)
  expect(refusals).not.toEqual([])
})

it("the operations have grants of every kind", () => {
  expect(new Set(calls.map(({ kind }) => kind))).toEqual(new Set(["one-time", "rotating", "reusable"]))
})
