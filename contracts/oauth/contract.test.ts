/** Every answer that the spec shows means to a caller what the record of the provider in tests states. */
import { expect, it } from "vitest"
import { redeemAt } from "../client.ts"
import { known } from "../faults/providers.ts"
import { expectedOutcome, plain } from "../outcome.ts"
import type { ProviderContract } from "../providers.ts"
import { shownIn } from "../spec/specs.ts"
import { contract, now } from "./contract.ts"
import { oauth } from "./provider.ts"

const spec = known.find(({ provider }) => provider === oauth)?.spec
const shown = (spec?.operations ?? []).flatMap((operation) =>
  operation.answers.flatMap((answer) =>
    shownIn(answer).map(({ name, value }) => ({ operation, status: Number(answer.status), name, body: value })),
  ),
)

const { operations }: ProviderContract = contract

const rowsOf = (answers: object) =>
  Object.entries(answers).flatMap(([status, rows]) => Object.keys(rows).map((name) => `${status} ${name}`))

it("the record has a row for each answer that the spec shows, and no other", () => {
  const stated = Object.entries(operations).flatMap(([operationId, { answers }]) =>
    rowsOf(answers).map((row) => `${operationId} ${row}`),
  )
  const found = shown.map(({ operation, status, name }) => `${operation.operationId} ${status} ${name}`)
  expect(stated.sort()).toEqual(found.sort())
})

it.each(shown)("$operation.operationId: $status $name", async ({ operation, status, name, body }) => {
  const stated = operations[operation.operationId]?.answers[status]?.[name] ?? { provider: "none: there is no row" }
  const { outcome } = await redeemAt(oauth, operation.operationId, operation.request.examples[0]?.value ?? {}, {
    baseUrl: "https://auth.acme.test",
    now,
    fetch: async () => new Response(body === undefined ? null : JSON.stringify(body), { status }),
  })
  const row = `contracts/oauth/contract.ts, ${status} ${name}`
  const { message: _message, ...found } = plain(outcome)
  expect(found).toEqual(expectedOutcome(row, stated, operation, { status, body }))
})
