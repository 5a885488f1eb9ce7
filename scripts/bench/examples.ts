/** One successful call per provider, as an example in its spec: what every contender sends and receives. */
import { argumentsOf } from "../../contracts/client.ts"
import { findOperation, isObject, type JsonObject, readSpecs } from "../../contracts/spec/specs.ts"
import { times } from "../../src/jwt.ts"
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
  /** The body of the answer, and the token in it. */
  readonly answer: string
  readonly tokenField: string
}

/** The example of a provider's first operation that spends nothing, since it may use pooled connections; else the first. */
export const exampleOf = async (provider: string): Promise<SuccessExample> => {
  const operations = Object.values(registry.get(provider)?.operations ?? {})
  const spendsNothing = operations.find(({ descriptor }) => Object.keys(descriptor.oneTime).length === 0)
  const operation = spendsNothing ?? operations[0]
  if (operation === undefined) throw new Error(`${provider} has no operation.`)
  const { operationId, path, mediaType, tokens } = operation.descriptor
  const { body, answers } = findOperation(await readSpecs(), { provider, operationId })?.operation ?? {}
  const request = body?.contents[0]?.examples[0]?.value
  const answer = answers?.find(({ status }) => status === "200")?.contents[0]?.examples[0]?.value
  const [tokenField] = tokens
  if (!isObject(request) || !isObject(answer) || tokenField === undefined)
    throw new Error(`The spec of ${provider} shows no successful ${operationId}.`)
  const sent = renewed(request)
  const call = argumentsOf(operation, sent)
  return { provider, operationId, path, mediaType, request: sent, call, answer: JSON.stringify(answer), tokenField }
}

/** Published grants have expired, and our client refuses to send an expired one. */
const renewed = (request: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(request).map(([field, value]) => {
      const expires = typeof value === "string" && times(value).exp !== undefined
      return [field, expires ? reissue(value, new Date()) : value]
    }),
  )
