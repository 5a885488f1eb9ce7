/**
 * Runs after the suite: whatever a spec, a recorded exchange or a flow obliges it to show, and no test has shown, is
 * named here.
 */
import { expect, test } from "@playwright/test"
import { readSpecs } from "../scripts/specs.ts"
import { hasClient } from "./clients.ts"
import { obligation, obligationsOf } from "./coverage.ts"
import { obligationsMet } from "./evidence.ts"
import { workflows } from "./flows.ts"
import { outcomes } from "./outcomes.ts"
import { recordedExchanges } from "./recorded.ts"
import { type Target, targets } from "./target.ts"

const unmet = (target: Target, obligations: ReadonlyArray<string>): ReadonlyArray<string> => {
  const shown = obligationsMet(target)
  return obligations.filter((one) => !shown.has(one)).sort()
}

for (const spec of await readSpecs()) {
  const isSimulated = hasClient(spec.provider)
  for (const target of targets.filter((one) => one === "mock" || isSimulated)) {
    test(`every obligation of ${spec.file} has its test on the ${target}`, () => {
      expect(unmet(target, obligationsOf(spec, isSimulated))).toEqual([])
    })
  }
}

test("every recorded exchange has its test", () => {
  expect(
    unmet(
      "mock",
      recordedExchanges().map(({ name }) => obligation.recorded(name)),
    ),
  ).toEqual([])
})

for (const target of targets) {
  test(`every flow has its test on the ${target}`, async () => {
    expect(
      unmet(
        target,
        (await workflows()).map((workflow) => obligation.flow(workflow)),
      ),
    ).toEqual([])
  })
}

test("every provider and operation with outcomes has a spec", async () => {
  const specified = (await readSpecs()).flatMap((spec) =>
    spec.operations.map(({ operationId }) => `${spec.provider} ${operationId}`),
  )
  const stated = Object.entries(outcomes).flatMap(([provider, operations]) =>
    Object.keys(operations).map((operationId) => `${provider} ${operationId}`),
  )
  expect(stated.filter((one) => !specified.includes(one))).toEqual([])
})
