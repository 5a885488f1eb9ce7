/** Every flow and every documented answer, redeemed by our client against the mocks. */
import { isDeepStrictEqual } from "node:util"
import { type Circumstances, redeem } from "../../contracts/client.ts"
import type { Outcome } from "../../contracts/contract.ts"
import { parsed } from "../../contracts/evidence/exchange.ts"
import { expectedOutcome, plain } from "../../contracts/outcome.ts"
import { contracts, hasClient, outcomeOf } from "../../contracts/providers.ts"
import { type Flow, fill, type Outputs, type Step } from "../../contracts/spec/flows.ts"
import { momentOf } from "../../contracts/spec/moment.ts"
import { isObject, type Json, type OperationName, type Spec } from "../../contracts/spec/specs.ts"
import type { RedemptionError } from "../../src/errors.ts"
import type { AnyTokenSet } from "../../src/token-set.ts"

/** One redemption, as a row of a table. */
export interface Row {
  /** Its flow or operation. */
  readonly group: string
  readonly what: string
  readonly outcome: AnyTokenSet | RedemptionError
  readonly milliseconds: number
  /** Whether the outcome is the one in the provider's record. */
  readonly isRight: boolean
}

export type UrlOf = (provider: string) => string

/** Called before each redemption with what comes next. */
export type Tell = (what: string) => void

/**
 * Redeems with ever longer deadlines, until the outcome is not that of the deadline: a mock always answers, and a slow
 * machine may take its time.
 */
export const redeemPatiently = async (
  operation: OperationName,
  wire: Json,
  circumstances: Omit<Circumstances, "timeout">,
  firstDeadline = 5_000,
) => {
  for (let timeout = firstDeadline; ; timeout *= 4) {
    const since = performance.now()
    const { outcome, exchanges } = await redeem(operation, wire, { ...circumstances, timeout })
    const milliseconds = performance.now() - since
    // A timer may be early by a moment.
    if (milliseconds < timeout * 0.9) return { outcome, exchanges, milliseconds }
  }
}

/** Takes every step of every flow whose providers have a client, and compares its outcome with the record. */
export const redeemFlows = async (
  flows: ReadonlyArray<Flow>,
  urlOf: UrlOf,
  tell: Tell,
): Promise<ReadonlyArray<Row>> => {
  const rows: Array<Row> = []
  for (const { workflowId, inputs, steps } of flows.filter(isRedeemable)) {
    let outputs: Outputs = {}
    for (const step of steps) {
      const what = `${step.provider}.${step.operationId}`
      tell(`${workflowId}: ${what} …`)
      const { outcome, exchanges, milliseconds } = await redeemPatiently(step, fill(step.payload, inputs, outputs), {
        baseUrl: urlOf(step.provider),
        now: new Date(),
        headers: { prefer: step.prefer },
      })
      const answer = parsed(exchanges[0]?.answer?.body ?? "")
      const put = Object.entries(step.outputs).map(([name, field]) => [name, isObject(answer) ? answer[field] : null])
      outputs = { ...outputs, [step.stepId]: Object.fromEntries(put) }
      const stated = statedOf(workflowId, step)
      const isRight = stated !== undefined && tagOf(outcome) === tagOf(stated)
      rows.push({ group: workflowId, what, outcome, milliseconds, isRight })
    }
  }
  return rows
}

const isRedeemable = ({ steps }: Flow) => steps.every(({ provider }) => hasClient(provider))

/** The meaning of a step's answer to a caller, by the provider's record. */
const statedOf = (workflowId: string, step: Step): Outcome | undefined => {
  const answer = contracts.get(step.provider)?.flows[workflowId]?.[step.stepId]
  return answer && outcomeOf(step, answer.status, answer.example)
}

const tagOf = (outcome: object): unknown => ("_tag" in outcome ? outcome._tag : undefined)

/** Redeems against every documented answer of every provider that has a client. */
export const redeemAnswers = async (
  specs: ReadonlyArray<Spec>,
  urlOf: UrlOf,
  tell: Tell,
): Promise<ReadonlyArray<Row>> => {
  const rows: Array<Row> = []
  for (const operation of specs.flatMap((spec) => spec.operations).filter(({ provider }) => hasClient(provider))) {
    const { provider, operationId, answers, body } = operation
    const wire = body?.contents[0]?.examples[0]?.value ?? null
    const group = `${provider}.${operationId}`
    for (const { status, contents } of answers) {
      for (const { name, value } of contents.flatMap(({ examples }) => examples)) {
        const what = `${status} ${name}`
        tell(`${group} against ${what} …`)
        const { outcome, milliseconds } = await redeemPatiently(operation, wire, {
          baseUrl: urlOf(provider),
          now: momentOf(wire, value),
          headers: { prefer: `code=${status}, example=${name}` },
        })
        const stated = outcomeOf(operation, status, name)
        const answer = { status: Number(status), body: value }
        const isRight =
          stated !== undefined &&
          isDeepStrictEqual(plain(outcome), expectedOutcome(`${group}, ${what}`, stated, operation, answer))
        rows.push({ group, what, outcome, milliseconds, isRight })
      }
    }
  }
  return rows
}
