/** Every flow and every documented answer, redeemed by our client against the mocks. */
import { isDeepStrictEqual } from "node:util"
import { argumentsOf, type Circumstances, redeem } from "../../contracts/client.ts"
import type { Outcome } from "../../contracts/contract.ts"
import { parsed } from "../../contracts/evidence/exchange.ts"
import { expectedOutcome, plain } from "../../contracts/outcome.ts"
import { hasClient, outcomeOf, tagOf } from "../../contracts/providers.ts"
import { type Flow, fill, type Outputs, type Step } from "../../contracts/spec/flows.ts"
import { momentOf } from "../../contracts/spec/moment.ts"
import {
  answerTo,
  askedAs,
  findOperation,
  isObject,
  type Json,
  type OperationName,
  type Spec,
  shownIn,
} from "../../contracts/spec/specs.ts"
import type { RedemptionError } from "../../src/errors.ts"
import { publicName } from "../../src/refusal.ts"
import type { AnyTokenSet } from "../../src/token-set.ts"
import { registry } from "../registry.ts"

/** One redemption by our client. */
export interface Redemption extends OperationName {
  /** The answer that the mock was asked for: `400 grant-rejected`. */
  readonly answer: string
  /** The names of what was presented: the secrets of the input, or all of the input where none is a secret. */
  readonly presented: ReadonlyArray<string>
  readonly outcome: AnyTokenSet | RedemptionError
  /** What the provider's record states; nothing where it has no row. */
  readonly stated: Outcome | undefined
  /** Whether the outcome is the stated one. */
  readonly isRight: boolean
}

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
    const redeemed = await redeem(operation, wire, { ...circumstances, timeout })
    // A timer may be early by a moment.
    if (performance.now() - since < timeout * 0.9) return redeemed
  }
}

/** Steps to take: a flow, or an answer as a flow of one step. */
interface Taken extends Pick<Flow, "workflowId" | "inputs"> {
  readonly steps: ReadonlyArray<Omit<Step, "place">>
  /** Presents what the spec shows, so that the record states each field of the outcome, not its name alone. */
  readonly isSample?: true
}

/** Every documented answer that a mock can be asked for. */
export const answersOf = (specs: ReadonlyArray<Spec>): ReadonlyArray<Taken> =>
  specs.flatMap(({ operations }) =>
    operations.flatMap((operation) => {
      const { provider, operationId, answers, request } = operation
      const [sample] = request.examples
      const payload = isObject(sample?.value) ? sample.value : {}
      return answers.flatMap((documented) => {
        const status = askedAs(operation, documented.status)
        return (status === undefined ? [] : shownIn(documented)).map(({ name: example, content }) => {
          const answer = { status: Number(status), example }
          const prefer = `code=${status}${content === undefined ? "" : `, example=${example}`}`
          const step = { stepId: example, provider, operationId, prefer, answer, payload, outputs: {} }
          return { workflowId: `${provider}.${operationId}`, inputs: {}, steps: [step], isSample: true as const }
        })
      })
    }),
  )

/** Takes every step whose providers have a client, and compares its outcome with the provider's record. */
export const redeemSteps = async (
  flows: ReadonlyArray<Taken>,
  specs: ReadonlyArray<Spec>,
  urlOf: (provider: string) => string,
  /** Called before each redemption with what comes next. */
  tell: (what: string) => void,
): Promise<ReadonlyArray<Redemption>> => {
  const made: Array<Redemption> = []
  for (const { workflowId, inputs, steps, isSample } of flows) {
    if (!steps.every(({ provider }) => hasClient(provider))) continue
    let outputs: Outputs = {}
    for (const step of steps) {
      const { status, example } = step.answer
      const { provider, operationId } = step
      const answer = `${status} ${example}`
      tell(`${workflowId}: ${operationId} ${answer}`)
      const documented = answerTo(findOperation(specs, step)?.operation ?? { answers: [] }, status)
      const examples = documented === undefined ? [] : shownIn(documented)
      const value = examples.find(({ name }) => name === example)?.value ?? null
      const wire = fill(step.payload, inputs, outputs)
      const { outcome, exchanges } = await redeemPatiently(step, wire, {
        baseUrl: urlOf(step.provider),
        now: momentOf(wire, value),
        headers: { prefer: step.prefer },
      })
      const stated = outcomeOf(step, documented?.status ?? status, example)
      const isRight =
        stated !== undefined &&
        (isSample
          ? isDeepStrictEqual(
              plain(outcome),
              expectedOutcome(`${operationId} ${answer}`, stated, step, { status, body: value }),
            )
          : ("_tag" in outcome ? outcome._tag : undefined) === tagOf(stated))
      made.push({ provider, operationId, answer, presented: presentedIn(step, wire), outcome, stated, isRight })
      const body = parsed(exchanges[0]?.answer?.body ?? "")
      const put = Object.entries(step.outputs).map(([name, field]) => [name, isObject(body) ? body[field] : null])
      outputs = { ...outputs, [step.stepId]: Object.fromEntries(put) }
    }
  }
  return made
}

const presentedIn = ({ provider, operationId }: OperationName, wire: Json): ReadonlyArray<string> => {
  const operation = registry.get(provider)?.operations[operationId]
  if (operation === undefined) return []
  const names = Object.keys(argumentsOf(operation, wire).input)
  const secrets = operation.descriptor.secrets.map(publicName)
  const granted = names.filter((name) => secrets.includes(name))
  return granted.length === 0 ? names : granted
}
