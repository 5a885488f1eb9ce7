/** Every secret that the repository knows: those of the specs' examples, of the recorded exchanges and of the flows. */

import { recordedExchanges } from "../recorded.ts"
import { fill, readFlows } from "../spec/flows.ts"
import { type Content, type OperationName, readSpecs } from "../spec/specs.ts"
import { secretsIn } from "./leaves.ts"

/** A shorter text may occur elsewhere by chance. */
const isTelling = (secret: string) => secret.length >= 8

/** Longest first, so that a part never hides the whole. */
export const knownSecrets = async (): Promise<ReadonlyArray<string>> => {
  const specs = await readSpecs()
  const flows = await readFlows()
  const everyRecorded = recordedExchanges()
  const found = specs.flatMap((spec) =>
    spec.operations.flatMap((operation) => {
      const asked = [operation.request]
      const answered = operation.answers.flatMap(({ contents }) => contents)
      const schemas = (contents: ReadonlyArray<Pick<Content, "schema">>) => contents.map(({ schema }) => schema)
      const isOf = (one: OperationName) =>
        one.provider === operation.provider && one.operationId === operation.operationId
      const recorded = everyRecorded.filter(isOf)
      const presented = flows.flatMap(({ steps, inputs }) =>
        steps.filter(isOf).map(({ payload }) => fill(payload, inputs, {})),
      )
      return [
        ...[...asked, ...answered].flatMap((content) =>
          content.examples.flatMap(({ value }) => secretsIn(spec, [content.schema], value)),
        ),
        ...[...presented, ...recorded.map(({ request }) => request.body ?? null)].flatMap((body) =>
          secretsIn(spec, schemas(asked), body),
        ),
        ...recorded.flatMap(({ answer }) => secretsIn(spec, schemas(answered), answer?.body ?? null)),
      ]
    }),
  )
  return [...new Set(found)].filter(isTelling).sort((one, other) => other.length - one.length)
}
