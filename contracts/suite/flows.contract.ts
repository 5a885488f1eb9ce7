/** The flows of specs/flows.arazzo.yaml, each with its refused branch, run on the target. */
import type { AnswerName } from "../contract.ts"
import { contracts, hasClient } from "../providers.ts"
import { stepClaim } from "../spec/claim.ts"
import { type Flow, readFlows, type Step } from "../spec/flows.ts"
import { answerWords } from "../spec/sentence.ts"
import { withDigests } from "./expect.ts"
import { runFlows } from "./flows.ts"
import { expect, mockOnly, showing, test } from "./test.ts"

// One run of Redocly serves all flows, so they stay in one worker.
test.describe.configure({ mode: "default" })

let run: Awaited<ReturnType<typeof runFlows>>

const flows = await readFlows()

test.beforeAll(async ({ urlOf, target }) => {
  run = await runFlows(
    flows.filter((flow) => target === "mock" || isSimulated(flow)),
    urlOf,
  )
})

test.describe("flows", () => {
  for (const flow of flows) flowTest(flow)
})

/** Whether each provider of a flow has a client, and so a simulator. */
function isSimulated({ steps }: Flow): boolean {
  return steps.every(({ provider }) => hasClient(provider))
}

function flowTest(flow: Flow): void {
  const { workflowId, steps } = flow
  const tag = isSimulated(flow) ? [] : [mockOnly]
  const claimed = steps.map((step) => ({ step, claim: stepClaim(workflowId, step, statedOf(workflowId, step)) }))
  test(workflowId, { ...showing(...claimed.map(({ claim }) => claim)), tag }, async ({ keep }) => {
    const printed = String(withDigests(run.output))
    for (const { step, claim } of claimed) {
      await test.step(`${step.stepId} of ${step.provider}`, async () => {
        const ran = run.steps.find((one) => one.workflowId === workflowId && one.stepId === step.stepId)
        if (ran === undefined) throw new Error(`The step ${step.stepId} was not run:\n${printed}`)
        expect(ran.hasPassed, printed).toBe(true)
        const stated = statedOf(workflowId, step)
        expect(answerWords(ran.answer), printed).toBe(stated && answerWords(stated))
        await keep(ran, ran.exchange, { checked: [claim] })
      })
    }
  })
}

/** The answer that the provider's record states for a step. */
function statedOf(workflowId: string, { provider, stepId }: Step): AnswerName | undefined {
  return contracts.get(provider)?.flows[workflowId]?.[stepId]
}
