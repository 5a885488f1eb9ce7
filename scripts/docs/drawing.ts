/** The content of a flow's diagram: requests, answers and outcomes, from the specs and the providers' records. */
import { outcomeOf } from "../../contracts/providers.ts"
import type { Flow, Step } from "../../contracts/spec/flows.ts"
import {
  findOperation,
  isObject,
  type Json,
  type JsonObject,
  type Spec,
  type SpecOperation,
} from "../../contracts/spec/specs.ts"

export interface DrawnField {
  readonly name: string
  /** The number of the step whose answer it comes from; none if the service has it. */
  readonly fromStep: number | undefined
  /** Whether a success spends it: "one-time", "one-time when rotated", or empty. */
  readonly spent: string
}

/** An error of the client, and whether the grant may be presented again. */
export interface DrawnRefusal {
  readonly tag: string
  readonly grant: string
}

export interface DrawnStep {
  readonly provider: string
  readonly operationId: string
  readonly summary: string
  readonly method: string
  readonly path: string
  readonly fields: ReadonlyArray<DrawnField>
  readonly status: string
  /** Name of the answer's example in the spec. */
  readonly example: string
  readonly isRefused: boolean
  /** Undefined where the provider has no client yet. */
  readonly refusal: DrawnRefusal | undefined
  /** The token set of a success, by name. */
  readonly yields: ReadonlyArray<string>
}

export interface DrawnFlow {
  readonly workflowId: string
  readonly summary: string
  readonly steps: ReadonlyArray<DrawnStep>
}

type StatedOutcome = Readonly<Record<string, unknown>>

/** Draws a flow. The last step of a refused flow is refused; all others yield tokens. */
export const drawingOf = ({ workflowId, summary, steps }: Flow, specs: ReadonlyArray<Spec>): DrawnFlow => ({
  workflowId,
  summary,
  steps: steps.map((step, index) => {
    const found = findOperation(specs, step)
    if (found === undefined) throw new Error(`${workflowId}: no spec has ${step.provider}.${step.operationId}.`)
    const { spec, operation } = found
    const { status, example } = step.answer
    const stated: StatedOutcome = outcomeOf(step, status, example) ?? {}
    return {
      provider: step.provider,
      operationId: step.operationId,
      summary: summaryOf(operation, spec),
      method: operation.method.toUpperCase(),
      path: operation.path,
      fields: fieldsOf(step, steps, bodyOf(operation, spec)),
      status: String(status),
      example,
      isRefused: workflowId.endsWith("-refused") && index === steps.length - 1,
      refusal: stated._tag === undefined ? undefined : { tag: String(stated._tag), grant: String(stated.grant) },
      yields: stated._tag !== undefined ? [] : Object.keys(stated).filter((name) => name !== "provider"),
    }
  }),
})

const fieldsOf = ({ payload }: Step, steps: ReadonlyArray<Step>, properties: JsonObject): ReadonlyArray<DrawnField> =>
  Object.entries(payload).map(([name, value]) => {
    const [, from] = /^\$steps\.(.+)\.outputs\./.exec(String(value)) ?? []
    return {
      name,
      fromStep: from === undefined ? undefined : steps.findIndex(({ stepId }) => stepId === from) + 1,
      spent: spentWords(properties[name]),
    }
  })

const spentWords = (property: Json | undefined): string => {
  const mark = object(property)["x-one-time"]
  if (mark === undefined) return ""
  return mark === true ? "one-time" : `one-time ${String(mark).replaceAll("-", " ")}`
}

const bodyOf = ({ body }: SpecOperation, { resolve }: Spec): JsonObject => {
  const { properties } = resolve(body?.contents[0]?.schema)
  return Object.fromEntries(Object.entries(object(properties)).map(([name, schema]) => [name, resolve(schema)]))
}

const summaryOf = ({ path, method, operationId }: SpecOperation, { document }: Spec): string =>
  String(object(object(object(document.paths)[path])[method]).summary ?? operationId)

const object = (node: Json | undefined): JsonObject => (isObject(node) ? node : {})
