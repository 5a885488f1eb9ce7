/**
 * Every operation for the faults: its request, its possible answers, and what a success does to its grant. Derived from
 * the descriptor, the examples of the spec and the provider's record.
 */
import type { AnyProvider, Descriptor } from "../../src/operation.ts"
import { publicName } from "../../src/refusal.ts"
import { argumentsOf } from "../client.ts"
import type { OperationContract } from "../contract.ts"
import { contractFile, tagOf } from "../providers.ts"
import { findOperation, isObject, type Json, type JsonObject, type OperationName, shownIn } from "../spec/specs.ts"
import { type Known, known } from "./providers.ts"

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
  /** Headers in which it sends secrets. */
  readonly headers: ReadonlyArray<string>
  /** The client's id and the public name of its secret, where they go as HTTP Basic. */
  readonly basic: { readonly id: string; readonly secret: string } | undefined
  /** Bodies of the success that the spec shows first, and of the one with the most fields: empty where it has no body. */
  readonly answer: string
  readonly fullAnswer: JsonObject
  /** Bodies that the spec shows of a success. */
  readonly granted: ReadonlyArray<Json>
  /** The other answers that the spec shows. */
  readonly refusals: ReadonlyArray<Refusal>
  /** A refusal in the documented shape, with no code that the spec lists. */
  readonly explanation: JsonObject
  readonly contract: OperationContract
  /** The schema of its provider's token sets. */
  readonly tokens: AnyProvider["tokens"]
}

/** A documented answer that is not a success, under whatever status. */
export interface Refusal {
  readonly status: string
  readonly body: Json
  /** Its meaning to a caller, by the provider's record. */
  readonly tag: string | undefined
}

/** What the spec shows of an operation: the first flat object of a request, and every body of an answer. */
const shownOf = ({ spec }: Known, operationId: string) => {
  const { provider } = spec
  const operation = findOperation([spec], { provider, operationId })?.operation
  if (operation === undefined) throw new Error(`${spec.file} has no ${operationId}.`)
  const { request, answers } = operation
  return {
    request: request.examples[0]?.value ?? {},
    places: request.places,
    answers: answers.flatMap((answer) =>
      shownIn(answer).map(({ name, value }) => ({ status: answer.status, name, body: value })),
    ),
  }
}

const kindOf = ({ oneTime }: Descriptor): Kind => {
  const marks = Object.values(oneTime)
  return marks.includes(true) ? "one-time" : marks.length > 0 ? "rotating" : "reusable"
}

const contractOf = ({ contract: { operations }, provider: { name } }: Known, operationId: string) => {
  const contract = operations[operationId]
  if (contract === undefined) throw new Error(`${contractFile(name)} has no ${operationId}: state its outcomes.`)
  return contract
}

const sizeOf = (body: JsonObject) => Object.keys(body).length

const operationsOf = (one: Known): ReadonlyArray<FaultOperation> =>
  Object.entries(one.provider.operations).map(([operationId, { descriptor, credentials }]) => {
    const provider = one.provider.name
    const contract = contractOf(one, operationId)
    const { request, places, answers } = shownOf(one, operationId)
    const [id, secret] = places.authorization
    const documented = answers.map(({ status, name, body }) => {
      const outcome = contract.answers[status]?.[name]
      return { status, body, tag: outcome && tagOf(outcome) }
    })
    const isGranted = ({ status, tag }: Pick<Refusal, "status" | "tag">) =>
      descriptor.success.includes(Number(status)) && tag === undefined
    const granted = documented.filter(isGranted).flatMap(({ body }) => (body === undefined ? [] : [body]))
    return {
      name: `${provider}.${operationId}`,
      provider,
      operationId,
      kind: kindOf(descriptor),
      descriptor,
      input: argumentsOf({ credentials }, request).input,
      secrets: descriptor.secrets.filter((field) => field in Object(request)).map(publicName),
      credentials,
      headers: [...places.header, ...places.key, ...(id === undefined ? [] : ["authorization"])],
      basic:
        id === undefined || secret === undefined
          ? undefined
          : { id: String(Reflect.get(Object(request), id)), secret: publicName(secret) },
      answer: granted.length === 0 ? "" : JSON.stringify(granted[0]),
      fullAnswer: granted.filter(isObject).reduce((most, body) => (sizeOf(body) > sizeOf(most) ? body : most), {}),
      granted,
      refusals: documented
        .filter((answer) => !isGranted(answer))
        .map(({ body = "", ...answer }) => ({ ...answer, body })),
      explanation: one.contract.explanation,
      contract,
      tokens: one.provider.tokens,
    }
  })

export const operations: ReadonlyArray<FaultOperation> = known.flatMap(operationsOf)

/** All app credentials of a provider, as the spec publishes them. */
export const credentialsOf = (provider: string): JsonObject =>
  Object.assign(
    {},
    ...known
      .filter((one) => one.provider.name === provider)
      .flatMap((one) =>
        Object.entries(one.provider.operations).map(
          ([operationId, operation]) => argumentsOf(operation, shownOf(one, operationId).request).credentials,
        ),
      ),
  )
