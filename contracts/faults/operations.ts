/**
 * Every operation for the faults: its request, its possible answers, and what a success does to its grant. Derived from
 * the descriptor, the examples of the spec and the provider's record.
 */
import type { AnyProvider, Descriptor } from "../../src/operation.ts"
import * as providers from "../../src/providers.ts"
import { publicName } from "../../src/refusal.ts"
import { argumentsOf } from "../client.ts"
import type { OperationContract } from "../contract.ts"
import { contractFile, contracts, tagOf } from "../providers.ts"
import {
  findOperation,
  isObject,
  type Json,
  type JsonObject,
  type OperationName,
  readSpecs,
  shownIn,
} from "../spec/specs.ts"

/** What a success does to the grant: spends it, may spend it, or leaves it. */
export type Kind = "one-time" | "rotating" | "reusable"

export interface FaultOperation extends OperationName {
  /** The name of its span. */
  readonly name: string
  readonly kind: Kind
  readonly descriptor: Descriptor
  /** The caller's input, by public name, with the spec's published secrets. */
  readonly input: JsonObject
  /** Public names of the secrets that it sends: those of its example. */
  readonly secrets: ReadonlyArray<string>
  /** Names of the app credentials that it needs. */
  readonly credentials: ReadonlyArray<string>
  /** Bodies of the success that the spec shows first, and of the one with the most fields. */
  readonly answer: string
  readonly fullAnswer: JsonObject
  /** Bodies that the spec shows of a success. */
  readonly granted: ReadonlyArray<Json>
  /** The other answers that the spec shows. */
  readonly refusals: ReadonlyArray<Refusal>
  /** A refusal in the documented shape, with no code that the spec lists. */
  readonly explanation: JsonObject
  readonly contract: OperationContract
}

/** A documented answer that is not a success, under whatever status. */
export interface Refusal {
  readonly status: string
  readonly body: Json
  /** Its meaning to a caller, by the provider's record. */
  readonly tag: string | undefined
}

const specs = await readSpecs()

/** What the spec shows of an operation: the first body of a request, and every body of an answer. */
const examplesOf = (name: OperationName) => {
  const operation = findOperation(specs, name)?.operation
  return {
    request: operation?.request.examples[0]?.value ?? {},
    answers: (operation?.answers ?? []).flatMap((answer) =>
      shownIn(answer).map(({ name, value = "" }) => ({ status: answer.status, name, body: value })),
    ),
  }
}

const kindOf = ({ oneTime }: Descriptor): Kind => {
  const marks = Object.values(oneTime)
  return marks.includes(true) ? "one-time" : marks.length > 0 ? "rotating" : "reusable"
}

const contractOf = ({ provider, operationId }: OperationName) => {
  const { explanation = {}, operations } = contracts.get(provider) ?? {}
  const contract = operations?.[operationId]
  if (contract === undefined) throw new Error(`${contractFile(provider)} has no ${operationId}: state its outcomes.`)
  return { contract, explanation }
}

const sizeOf = (body: JsonObject) => Object.keys(body).length

export const operations: ReadonlyArray<FaultOperation> = Object.values<AnyProvider>(providers).flatMap(
  ({ name: provider, operations }) =>
    Object.entries(operations).map(([operationId, { descriptor, credentials }]) => {
      const { contract, explanation } = contractOf({ provider, operationId })
      const { request, answers } = examplesOf({ provider, operationId })
      const documented = answers.map(({ status, name, body }): Refusal => {
        const outcome = contract.answers[status]?.[name]
        return { status, body, tag: outcome && tagOf(outcome) }
      })
      const isGranted = ({ status, tag }: Refusal) => status === "200" && tag === undefined
      const granted = documented.filter(isGranted).map(({ body }) => body)
      return {
        name: `${provider}.${operationId}`,
        provider,
        operationId,
        kind: kindOf(descriptor),
        descriptor,
        input: argumentsOf({ credentials }, request).input,
        secrets: descriptor.secrets.filter((field) => field in Object(request)).map(publicName),
        credentials,
        answer: JSON.stringify(granted[0]),
        fullAnswer: granted.filter(isObject).reduce((most, body) => (sizeOf(body) > sizeOf(most) ? body : most), {}),
        granted,
        refusals: documented.filter((answer) => !isGranted(answer)),
        explanation,
        contract,
      }
    }),
)

/** All app credentials of a provider, as the spec publishes them. */
export const credentialsOf = (provider: string): JsonObject =>
  Object.assign(
    {},
    ...operations
      .filter((one) => one.provider === provider)
      .map((one) => argumentsOf(one, examplesOf(one).request).credentials),
  )
