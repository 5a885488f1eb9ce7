/** The flows of specs/flows.arazzo.yaml, each with its refused branch, run on the target. */
import { expect, test } from "@playwright/test"
import { keep } from "../evidence/kept.ts"
import { contracts } from "../providers.ts"
import { cellName } from "../spec/claims.ts"
import { readFlows } from "../spec/flows.ts"
import { veiled } from "./expect.ts"
import { runFlows } from "./flows.ts"
import { target } from "./target.ts"

// One run of Redocly serves all flows, so they stay in one worker.
test.describe.configure({ mode: "default" })

/** The answers that the providers' records state of a flow. */
const statedOf = (workflowId: string) =>
  Object.fromEntries(
    [...contracts.values()].flatMap(({ flows }) =>
      Object.entries(flows[workflowId] ?? {}).map(([stepId, { status, example }]) => [stepId, `${status} ${example}`]),
    ),
  )

let run: Awaited<ReturnType<typeof runFlows>>

test.beforeAll(async () => {
  run = await runFlows(target())
})

for (const { workflowId } of await readFlows()) {
  test(cellName.flow(workflowId), () => {
    const ran = run.steps.filter((step) => step.workflowId === workflowId)
    const printed = String(veiled(run.output))
    expect(
      ran.every(({ hasPassed }) => hasPassed),
      printed,
    ).toBe(true)
    expect(Object.fromEntries(ran.map(({ stepId, answer }) => [stepId, answer])), printed).toEqual(statedOf(workflowId))
    for (const step of ran) {
      keep(step, step.exchange, { shows: [cellName.step(workflowId, step.stepId, step.answer)] })
    }
  })
}
