/** Generates `generated/<provider>.examples.ts`: the spec's examples of each operation, for the simulator. */
import { entries } from "../../contracts/spec/json.ts"
import { form, isWhole } from "../../contracts/spec/request.ts"
import {
  askedAs,
  isObject,
  type JsonObject,
  type JsonSchema,
  type Spec,
  type SpecOperation,
  shownIn,
} from "../../contracts/spec/specs.ts"
import { identifierOf } from "./names.ts"

export const generateExamples = (spec: Spec): string =>
  [
    `/** The examples of ${spec.file}, by operation. Generated: change the spec, then \`npm run generate\`. */`,
    ...spec.operations.map(
      (operation) => `
/** What the spec shows of \`${identifierOf(operation.operationId)}\`. */
export const ${identifierOf(operation.operationId)}Examples = {
  /** Whether a field that the spec does not name is refused. */
  isClosed: ${isClosed(spec, operation.request.schema)},
  /** Where the fields of a request go that are not in its body. */
  places: ${JSON.stringify(operation.request.places)},
  /** Fields that are numbers or booleans, written as texts. */
  typed: ${JSON.stringify(typedIn(spec, operation))},
  /** Requests, by name. */
  requests: ${JSON.stringify(requestsOf(operation))},
  /** Whole answers, by status and name. */
  answers: ${JSON.stringify(answersOf(operation))},
} as const
`,
    ),
  ].join("\n")

const isClosed = (spec: Spec, schema: JsonSchema): boolean => spec.resolve(schema).additionalProperties === false

const typedIn = (spec: Spec, { request }: SpecOperation): ReadonlyArray<string> => {
  if (isWhole(request) && request.mediaType !== form) return []
  return entries(request.schema.properties).flatMap(([name, property]) =>
    ["integer", "number", "boolean"].includes(String(spec.resolve(property).type)) ? [name] : [],
  )
}

const requestsOf = ({ request }: SpecOperation): JsonObject =>
  Object.fromEntries(request.examples.map(({ name, value }) => [name, value]))

/** A range of statuses or `default` is answered under a status of which nothing else is documented. */
const answersOf = (operation: SpecOperation): JsonObject =>
  Object.fromEntries(
    operation.answers
      .map((answer) => ({ ...answer, asked: askedAs(operation, answer.status) }))
      .filter(({ asked }) => asked !== undefined)
      .flatMap(({ asked = 0, ...answer }) =>
        shownIn(answer).map(({ name, content, value = "" }) => {
          const { status, headers } = answer
          const shown = headers.flatMap(({ name, example }) => (example === undefined ? [] : [[name, text(example)]]))
          const type = content && { "content-type": content.mediaType }
          const whole = { status: asked, headers: { ...Object.fromEntries(shown), ...type }, body: value }
          return [`${status} ${name}`, whole]
        }),
      ),
  )

const text = (value: unknown): string =>
  isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value)
