/** Every provider of the client has its record, and every record its provider. */
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { clientOperations, contractFile, contracts, providerNames } from "./providers.ts"

it.each(providerNames)("%s has its record", (name) => {
  expect(contracts.has(name), `${contractFile(name)} is missing: write it.`).toBe(true)
})

it.each(clientOperations)("the record of $provider has $operationId", ({ provider, operationId }) => {
  expect(Object.keys(contracts.get(provider)?.operations ?? {})).toContain(operationId)
})

it("every record belongs to a provider of the client", () => {
  const files = readdirSync(join(import.meta.dirname, "providers"))
  expect(files.sort()).toEqual(providerNames.map((name) => `${name}.ts`))
})
