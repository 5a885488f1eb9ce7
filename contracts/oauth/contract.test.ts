/** Every answer that the spec shows means to a caller what the records of the providers in tests state. */
import { expect, it } from "vitest"
import { redeemAt } from "../client.ts"
import { inTests } from "../faults/providers.ts"
import { expectedOutcome, plain } from "../outcome.ts"
import { shownIn } from "../spec/specs.ts"
import { now } from "./contract.ts"

const shown = inTests.flatMap(({ provider, spec, contract }) =>
  spec.operations.flatMap((operation) =>
    operation.answers.flatMap((answer) =>
      shownIn(answer).map(({ name, value }) => ({
        provider,
        operation,
        status: Number(answer.status),
        name,
        body: value,
        stated: contract.operations[operation.operationId]?.answers[answer.status]?.[name],
      })),
    ),
  ),
)

const rowsOf = (answers: object) =>
  Object.entries(answers).flatMap(([status, rows]) => Object.keys(rows).map((name) => `${status} ${name}`))

it("the records have a row for each answer that the specs show, and no other", () => {
  const stated = inTests.flatMap(({ provider, contract }) =>
    Object.entries(contract.operations).flatMap(([operationId, { answers }]) =>
      rowsOf(answers).map((row) => `${provider.name} ${operationId} ${row}`),
    ),
  )
  const found = shown.map(
    ({ provider, operation, status, name }) => `${provider.name} ${operation.operationId} ${status} ${name}`,
  )
  expect(stated.sort()).toEqual(found.sort())
})

it.each(shown)("$provider.name $operation.operationId: $status $name", async (row) => {
  const { provider, operation, status, name, body, stated = { provider: "none: there is no row" } } = row
  const { outcome } = await redeemAt(provider, operation.operationId, operation.request.examples[0]?.value ?? {}, {
    baseUrl: "https://auth.acme.test",
    now,
    fetch: async () => new Response(body === undefined ? null : JSON.stringify(body), { status }),
  })
  const { message: _message, ...found } = plain(outcome)
  const where = `contracts/oauth/contract.ts, ${status} ${name}`
  expect(found).toEqual(expectedOutcome(where, stated, operation, { status, body }))
})
