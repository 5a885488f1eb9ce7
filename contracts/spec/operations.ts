/** The operations of a document: their requests and answers. References outside of schemas are resolved. */
import type { Document } from "./document.ts"
import { entries, isObject, items, type Json, type JsonObject } from "./json.ts"
import { grantsOf, type RequestShape, requestOf, showsGrant } from "./request.ts"

export type JsonSchema = JsonObject

export interface Content {
  readonly mediaType: string
  readonly schema: JsonSchema
  readonly examples: ReadonlyArray<{ readonly name: string; readonly value: Json }>
}

export interface Header {
  /** Lower case, as on the wire. */
  readonly name: string
  /** As the spec writes it. */
  readonly key: string
  readonly required: boolean
  readonly schema: JsonSchema
  /** A value that the spec shows. */
  readonly example: Json | undefined
  /** Whether it says how long to wait, as `Retry-After` does: the mark `x-retry-after`. */
  readonly isWait: boolean
  /** Whether it has the provider's name for the answer: the mark `x-request-id`. */
  readonly isRequestId: boolean
}

export interface DocumentedAnswer {
  /** As the spec writes it: `200`, `4XX`, `default`. */
  readonly status: string
  readonly headers: ReadonlyArray<Header>
  readonly contents: ReadonlyArray<Content>
}

/** The name of what an answer without a body shows. */
export const noBody = "no body"

/** What an answer shows: each example of a body; where there is no body, that. */
export interface ShownAnswer {
  readonly name: string
  /** Nothing where there is no body. */
  readonly content: Content | undefined
  readonly value: Json | undefined
}

export const shownIn = ({ contents }: DocumentedAnswer): ReadonlyArray<ShownAnswer> =>
  contents.length === 0
    ? [{ name: noBody, content: undefined, value: undefined }]
    : contents.flatMap((content) => content.examples.map(({ name, value }) => ({ name, content, value })))

/** Names an operation. */
export interface OperationName {
  readonly provider: string
  readonly operationId: string
}

export interface SpecOperation extends OperationName {
  /** Lower case, as in the spec. */
  readonly method: string
  readonly path: string
  /** The `operationId` in the spec: several operations are one in it, where one endpoint takes several grants. */
  readonly endpoint: string
  readonly request: RequestShape
  readonly body: { readonly required: boolean; readonly contents: ReadonlyArray<Content> } | undefined
  readonly answers: ReadonlyArray<DocumentedAnswer>
}

type Answers = Pick<SpecOperation, "answers">

/** What is documented for a status: its own answer, that of its range, or the default. */
export const answerTo = ({ answers }: Answers, status: number | string): DocumentedAnswer | undefined =>
  [String(status), `${String(status)[0]}XX`, "default"]
    .map((name) => answers.find((answer) => answer.status === name))
    .find((answer) => answer !== undefined)

/** Statuses that a mock can be asked for in place of a range or the default. */
const candidates = ["418", "400", "451", "499", "299", "599", "399"]

/** The status under which a mock gives an answer, if there is one: its own, or one that is documented by nothing else. */
export const askedAs = (operation: Answers, status: string): number | undefined => {
  if (/^\d+$/.test(status)) return Number(status)
  const found = candidates.find((one) => answerTo(operation, one)?.status === status)
  return found === undefined ? undefined : Number(found)
}

/** The methods of OpenAPI 3.1. */
export const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

export const specOperationsOf = (provider: string, { root, resolve }: Document): ReadonlyArray<SpecOperation> => {
  const schemaOf = (node: Json | undefined): JsonSchema => (isObject(node) && isObject(node.schema) ? node.schema : {})

  const contentsOf = (node: Json | undefined): ReadonlyArray<Content> =>
    entries(node).map(([mediaType, content]) => ({
      mediaType,
      schema: schemaOf(content),
      examples: entries(isObject(content) ? content.examples : undefined).map(([name, example]) => ({
        name,
        value: resolve(example).value ?? null,
      })),
    }))

  const answersOf = (node: Json | undefined): ReadonlyArray<DocumentedAnswer> =>
    entries(node).map(([status, response]) => {
      const { headers, content } = resolve(response)
      return {
        status,
        headers: entries(headers).map(([key, node]) => {
          const header = resolve(node)
          const schema = schemaOf(header)
          return {
            name: key.toLowerCase(),
            key,
            required: header.required === true,
            schema,
            example: header.example ?? schema.example ?? items(schema.examples)[0],
            isWait: header["x-retry-after"] === true,
            isRequestId: header["x-request-id"] === true,
          }
        }),
        contents: contentsOf(content),
      }
    })

  return entries(root.paths).flatMap(([path, item]) =>
    entries(item)
      .filter(([method]) => methods.includes(method))
      .flatMap(([method, node]): ReadonlyArray<SpecOperation> => {
        const { parameters, ...operation } = resolve(node)
        const { operationId, requestBody, responses } = operation
        const own = {
          ...operation,
          parameters: [...items(isObject(item) ? item.parameters : []), ...items(parameters)],
        }
        const body = requestBody === undefined ? undefined : resolve(requestBody)
        const contents = contentsOf(body?.content)
        const whole = {
          provider,
          operationId: String(operationId),
          endpoint: String(operationId),
          method,
          path,
          body: body && { required: body.required === true, contents },
          answers: answersOf(responses),
          request: requestOf({ root, resolve }, own, contents[0]),
        }
        const [content] = contents
        const grants = content === undefined ? [] : grantsOf(resolve, content.schema)
        if (content === undefined || grants.length === 0) return [whole]
        return grants.map((schema) => {
          const examples = content.examples.filter(({ value }) => showsGrant(resolve, schema, value))
          const part = { ...content, schema, examples }
          return {
            ...whole,
            operationId: String(resolve(schema)["x-operation-id"]),
            body: { required: body?.required === true, contents: [part] },
            request: requestOf({ root, resolve }, own, part),
          }
        })
      }),
  )
}
