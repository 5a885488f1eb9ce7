/** The flows of specs/flows.arazzo.yaml, each with its refused branch, run on the target. */
import { expect, test } from "@playwright/test"
import { obligation } from "./coverage.ts"
import { met } from "./evidence.ts"
import { runFlows, workflows } from "./flows.ts"
import { target } from "./target.ts"

// One run of Redocly serves all flows, so they stay in one worker.
test.describe.configure({ mode: "default" })

let run: Awaited<ReturnType<typeof runFlows>>

test.beforeAll(async () => {
  run = await runFlows(target())
})

for (const workflow of await workflows()) {
  const title = obligation.flow(workflow)
  test(title, () => {
    expect(run.passed, run.output).toContain(workflow)
    met(title)
  })
}
