/** Whatever has a client meets the faults, and is searched for secrets. */
import { expect, it } from "vitest"
import { clientOperations } from "../providers.ts"
import { calls } from "./calls.ts"
import { operations } from "./operations.ts"

const all = clientOperations.map(({ provider, operationId }) => `${provider}.${operationId}`).toSorted()

it("every operation meets every fault", () => {
  expect(operations.map(({ name }) => name).toSorted()).toEqual(all)
})

it("every operation is searched for what it sends", () => {
  expect([...new Set(calls.map(({ name }) => name))].toSorted()).toEqual(all)
})
