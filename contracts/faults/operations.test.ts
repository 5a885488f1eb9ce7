/** Every operation of the client, and of the providers in tests, is called with the faults. */
import { expect, it } from "vitest"
import { clientOperations } from "../providers.ts"
import { calls } from "./calls.ts"
import { inTests } from "./providers.ts"

it("the faults call every operation", () => {
  const others = inTests.flatMap(({ provider }) =>
    Object.keys(provider.operations).map((operationId) => ({ provider: provider.name, operationId })),
  )
  expect(calls.map(({ provider, operationId }) => ({ provider, operationId }))).toEqual([
    ...clientOperations,
    ...others,
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
