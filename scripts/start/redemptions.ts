/** Every flow and every documented answer, redeemed by our client against the mocks. */
import { isDeepStrictEqual } from "node:util"
import { redeem } from "../../contracts/client.ts"
import { parsed } from "../../contracts/evidence/exchange.ts"
import { expectedOutcome, plain } from "../../contracts/outcome.ts"
import { hasClient, outcomeOf } from "../../contracts/providers.ts"
import { type Flow, fill, type Outputs } from "../../contracts/spec/flows.ts"
import { momentOf } from "../../contracts/spec/moment.ts"
import { isObject, type Spec } from "../../contracts/spec/specs.ts"
import type { RedemptionError, TokenSet } from "../../src/effect.ts"

/** One redemption, as a row of a table. */
export interface Row {
  /** What it belongs to: a flow, or an operation. */
  readonly group: string
  readonly what: string
  readonly outcome: TokenSet | RedemptionError
  readonly milliseconds: number
  /** Whether it came to what the specs say. */
  readonly isRight: boolean
}

export type UrlOf = (provider: string) => string

/** Told before each redemption what comes next. */
export type Tell = (what: string) => void

/** Takes every step of every flow. The last step of a refused one is refused; all others yield tokens. */
export const redeemFlows = async (
  flows: ReadonlyArray<Flow>,
  urlOf: UrlOf,
  tell: Tell,
): Promise<ReadonlyArray<Row>> => {
  const rows: Array<Row> = []
  for (const { workflowId, inputs, steps } of flows) {
    let outputs: Outputs = {}
    for (const [index, step] of steps.entries()) {
      const what = `${step.provider}.${step.operationId}`
      tell(`${workflowId}: ${what} …`)
      const since = performance.now()
      const { outcome, exchanges } = await redeem(step, fill(step.payload, inputs, outputs), {
        baseUrl: urlOf(step.provider),
        now: new Date(),
        headers: { prefer: step.prefer },
      })
      const milliseconds = performance.now() - since
      const answer = parsed(exchanges[0]?.answer?.body ?? "")
      const put = Object.entries(step.outputs).map(([name, field]) => [name, isObject(answer) ? answer[field] : null])
      outputs = { ...outputs, [step.stepId]: Object.fromEntries(put) }
      const shouldFail = workflowId.endsWith("-refused") && index === steps.length - 1
      rows.push({ group: workflowId, what, outcome, milliseconds, isRight: "_tag" in outcome === shouldFail })
    }
  }
  return rows
}

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
        const since = performance.now()
        const { outcome } = await redeem(operation, wire, {
          baseUrl: urlOf(provider),
          now: momentOf(wire, value),
          headers: { prefer: `code=${status}, example=${name}` },
        })
        const milliseconds = performance.now() - since
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
