/** One successful call per provider, as an example in its spec: what every contender sends and receives. */
import { argumentsOf } from "../../contracts/client.ts"
import { findOperation, isObject, type JsonObject, readSpecs } from "../../contracts/spec/specs.ts"
import { times } from "../../src/jwt.ts"
import type { AnyProvider } from "../../src/operation.ts"
import { reissue } from "../../src/testing/answer.ts"
import { registry } from "../registry.ts"

export interface SuccessExample {
  readonly provider: string
  readonly operationId: string
  readonly path: string
  readonly mediaType: string
  readonly request: JsonObject
  /** The same for our client: app credentials, and input. */
  readonly call: ReturnType<typeof argumentsOf>
  readonly answer: JsonObject
  /** The field of the answer that holds the token. */
  readonly tokenField: string
}

export const successExamples = async (): Promise<ReadonlyArray<SuccessExample>> => {
  const specs = await readSpecs()
  return [...registry].map(([provider, record]) => {
    const operation = measured(record)
    const { operationId, path, mediaType, tokens } = operation.descriptor
    const { body, answers } = findOperation(specs, { provider, operationId })?.operation ?? {}
    const request = body?.contents[0]?.examples[0]?.value
    const answer = answers?.find(({ status }) => status === "200")?.contents[0]?.examples[0]?.value
    const [tokenField] = tokens
    if (!isObject(request) || !isObject(answer) || tokenField === undefined) {
      throw new Error(`The spec of ${provider} shows no successful ${operationId}.`)
    }
    const sent = renewed(request)
    const call = argumentsOf(operation, sent)
    return { provider, operationId, path, mediaType, request: sent, call, answer, tokenField }
  })
}

/** The first operation that spends nothing, since it may use pooled connections; else the first. */
const measured = ({ name, operations }: AnyProvider) => {
  const all = Object.values(operations)
  const operation = all.find(({ descriptor }) => Object.keys(descriptor.oneTime).length === 0) ?? all[0]
  if (operation === undefined) throw new Error(`${name} has no operation.`)
  return operation
}

/** Published grants have expired, and a client may refuse to send an expired one. */
const renewed = (request: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(request).map(([field, value]) => {
      const expires = typeof value === "string" && times(value).exp !== undefined
      return [field, expires ? reissue(value, new Date()) : value]
    }),
  )

export const bodyOf = (answer: JsonObject): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(new TextEncoder().encode(JSON.stringify(answer)))
