/** An exchange as a report may show it: the spec's own names and words, and of everything else the shape. */

import { violationsOf } from "../prism.ts"
import { headerValue } from "../spec/judge.ts"
import { form } from "../spec/request.ts"
import {
  answerTo,
  type Content,
  type Json,
  type JsonObject,
  type JsonSchema,
  type Spec,
  type SpecOperation,
} from "../spec/specs.ts"
import { type Exchange, mediaTypeOf, parsed, type Received } from "./exchange.ts"
import { isSecret, replaced } from "./leaves.ts"
import { shapeOf } from "./shape.ts"
import { type Words, wordsOf } from "./words.ts"

/** An exchange without anybody's data. */
export interface MaskedExchange {
  readonly request: Message & { readonly method: string; readonly url: string }
  readonly answer?: Message & { readonly status: number }
  /** The client's outcome, or why no answer came. */
  readonly note?: string
}

interface Message {
  readonly headers: JsonObject
  readonly body: Json
}

/** Replaces a secret, and a body that is no JSON: shows that there was a text. */
export const redacted = "<redacted>"

export const maskExchange = (
  spec: Spec,
  operation: SpecOperation,
  { request, answer, broken }: Exchange,
): MaskedExchange => {
  const { origin, pathname } = new URL(request.url)
  return {
    request: {
      method: request.method,
      // A parameter may be somebody's, so a path with one is shown as the spec writes it.
      url: origin + (operation.path.includes("{") ? operation.path : pathname),
      headers: Object.fromEntries(
        ["content-type", "prefer"].flatMap((name) => {
          const value = request.headers.get(name)
          return value === null ? [] : [[name, value]]
        }),
      ),
      body: maskRequest(spec, operation, request),
    },
    ...(answer && { answer: maskAnswer(spec, operation, answer) }),
    ...(broken !== undefined && { note: `no whole answer: ${broken}` }),
  }
}

const maskRequest = (spec: Spec, operation: SpecOperation, request: Exchange["request"]): Json => {
  const { schema, mediaType } = operation.request
  const isForm = mediaType === form && mediaTypeOf(request.headers) === form
  if (!isForm) return maskText(spec, [{ schema }], request.body)
  return mask(spec, [schema], Object.fromEntries(new URLSearchParams(request.body)))
}

const maskAnswer = (spec: Spec, operation: SpecOperation, { status, headers, body }: Received) => {
  const words = wordsOf(spec)
  const documented = answerTo(operation, status)
  const mediaType = mediaTypeOf(headers)
  const contents = documented?.contents.filter((content) => content.mediaType === mediaType) ?? []
  const shown = (documented?.headers ?? []).flatMap(({ name, schema }) => {
    const value = headers.get(name)
    return value === null ? [] : [[name, maskHeader(words, value, schema)] as const]
  })
  const reasons = violationsOf(headers).map(({ code, location }) => `${code} at ${location.join(".")}`)
  return {
    status,
    headers: {
      ...(mediaType !== "" && { "content-type": maskMediaType(words, mediaType) }),
      ...(headers.has("location") && { location: "<text>" }),
      ...Object.fromEntries(shown),
      // Without their messages, which may quote a secret.
      ...(reasons.length > 0 && { "sl-violations": reasons.join(", ") }),
    },
    body: maskText(spec, contents, body),
  }
}

export const maskMediaType = ({ isMediaType }: Words, mediaType: string): string =>
  isMediaType(mediaType) ? mediaType : "<text>"

export const maskHeader = ({ isValue }: Words, text: string, schema: JsonSchema): string =>
  isValue(text) || isValue(headerLeaf(text, schema)) ? text : shapeOf(headerLeaf(text, schema))

/** A header's value: a number where the schema has one and the text is one. */
export const headerLeaf = (text: string, schema: JsonSchema): string | number => {
  const value = headerValue(text, schema)
  return typeof value === "number" && !Number.isNaN(value) ? value : text
}

/** A body as it was on the wire, masked. */
const maskText = (spec: Spec, contents: ReadonlyArray<Pick<Content, "schema">>, text: string): Json => {
  const body = parsed(text)
  if (body === undefined) return text === "" || wordsOf(spec).isValue(text) ? text : redacted
  return mask(
    spec,
    contents.map(({ schema }) => schema),
    body,
  )
}

/** A body of one of these schemas: the spec's own names and words, and the shapes of the rest. */
export const mask = (spec: Spec, schemas: ReadonlyArray<JsonSchema>, body: Json): Json => {
  const words = wordsOf(spec)
  return replaced(spec, schemas, body, {
    leaf: (value, at) => {
      if (words.isShown(value, at)) return value
      return typeof value === "string" && isSecret(spec, at) ? redacted : shapeOf(value)
    },
    name: maskName(words),
  })
}

/** Names that the spec does not have are numbered by their order. */
export const maskName = ({ isName }: Words, numbered = (number: number) => `<name ${number}>`) => {
  const others = new Map<string, string>()
  return (name: string): string => {
    if (isName(name)) return name
    const masked = others.get(name) ?? numbered(others.size + 1)
    others.set(name, masked)
    return masked
  }
}
