/**
 * The flows of specs/flows.arazzo.yaml, read as steps that our client can take: which operation, what it presents, and
 * which answer the mock is asked for.
 */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { type Place, readYaml } from "./document.ts"
import { isObject, items, type Json, type JsonObject, root } from "./specs.ts"

export const flowsFile = "specs/flows.arazzo.yaml"

export interface Step {
  readonly stepId: string
  readonly place: Place
  readonly provider: string
  readonly operationId: string
  /** The header `Prefer`, which names the mock's answer. */
  readonly prefer: string
  /** The answer that it names. */
  readonly answer: { readonly status: number; readonly example: string }
  readonly payload: JsonObject
  /** Name → JSON pointer into the answer. */
  readonly outputs: Readonly<Record<string, string>>
}

export interface Flow {
  readonly workflowId: string
  readonly summary: string
  readonly inputs: JsonObject
  readonly steps: ReadonlyArray<Step>
}

const object = (node: Json | undefined): JsonObject => (isObject(node) ? node : {})

export const readFlows = async (): Promise<ReadonlyArray<Flow>> => {
  const { root: document, place } = readYaml(flowsFile, await readFile(join(root, flowsFile), "utf8"))
  const { workflows, components } = isObject(document) ? document : {}
  return items(workflows)
    .map(object)
    .map((workflow, index) => ({
      workflowId: String(workflow.workflowId),
      summary: String(workflow.summary),
      inputs: defaults(object(components), object(workflow.inputs)),
      steps: items(workflow.steps)
        .map(object)
        .map((step, at) => readStep(step, place(["workflows", index, "steps", at]))),
    }))
}

const readStep = (step: JsonObject, place: Place): Step => {
  const [, provider = "", operationId = ""] = /^\$sourceDescriptions\.(.+)\.(.+)$/.exec(String(step.operationId)) ?? []
  const prefer = items(step.parameters)
    .map(object)
    .find(({ name }) => name === "Prefer")
  const [, status = "", example = ""] = /^code=(\d+), example=(.+)$/.exec(String(prefer?.value)) ?? []
  return {
    stepId: String(step.stepId),
    place,
    answer: { status: Number(status), example },
    provider,
    operationId,
    prefer: String(prefer?.value),
    payload: object(object(step.requestBody).payload),
    outputs: Object.fromEntries(
      Object.entries(object(step.outputs)).map(([name, expression]) => [
        name,
        String(expression).replace("$response.body#/", ""),
      ]),
    ),
  }
}

/** The inputs' default values, which are fake or published. */
const defaults = (components: JsonObject, inputs: JsonObject): JsonObject => {
  const name = String(inputs.$ref).replace("#/components/inputs/", "")
  const { properties } = object(object(components.inputs)[name])
  return Object.fromEntries(
    Object.entries(object(properties)).map(([key, property]) => [key, object(property).default ?? ""]),
  )
}

/** What earlier steps put out, by step and name. */
export type Outputs = Readonly<Record<string, JsonObject>>

/** A step's payload with its expressions replaced by inputs and by earlier outputs. */
export const fill = (payload: JsonObject, inputs: JsonObject, outputs: Outputs): JsonObject =>
  Object.fromEntries(
    Object.entries(payload).map(([field, value]) => {
      const [, input] = /^\$inputs\.(.+)$/.exec(String(value)) ?? []
      const [, step = "", output = ""] = /^\$steps\.(.+)\.outputs\.(.+)$/.exec(String(value)) ?? []
      if (input !== undefined) return [field, inputs[input] ?? null]
      return [field, step === "" ? value : (outputs[step]?.[output] ?? null)]
    }),
  )
