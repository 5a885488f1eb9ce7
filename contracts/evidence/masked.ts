/**
 * An exchange as a report may show it. What the spec marks as a secret is masked, and so is every text that the spec
 * does not know.
 */

import { violationsOf } from "../prism.ts"
import {
  isObject,
  items as itemsOf,
  type Json,
  type JsonObject,
  type JsonSchema,
  type Spec,
  type SpecOperation,
} from "../spec/specs.ts"
import { type Exchange, mediaTypeOf, parsed } from "./exchange.ts"

/** An exchange without a secret. */
export interface MaskedExchange {
  readonly request: Message & { readonly method: string; readonly url: string }
  readonly answer?: Message & { readonly status: number }
  /** What the messages do not show: what the client made of them, or why no answer came. */
  readonly note?: string
}

interface Message {
  readonly headers: JsonObject
  readonly body: Json
}

/** In place of a secret: says that there was a text, and not how long it was. */
export const redacted = "<redacted>"

/** The headers that say something about a contract. Whatever else a server adds is its own affair. */
const shownHeaders = ["content-type", "prefer", "retry-after", "www-authenticate", "location"]

export const maskExchange = (
  spec: Spec,
  operation: SpecOperation,
  { request, answer, broken }: Exchange,
): MaskedExchange => {
  const asked = operation.body?.contents.map(({ schema }) => schema) ?? []
  const answered = operation.answers
    .filter(({ status }) => status === String(answer?.status))
    .flatMap(({ contents }) => contents)
  const secrets = [
    ...secretsIn(spec, asked, parsed(request.body) ?? null),
    ...secretsIn(
      spec,
      answered.map(({ schema }) => schema),
      parsed(answer?.body ?? "") ?? null,
    ),
  ].filter(isTelling)
  /** A text that the spec shows is known; of any other that is no JSON, nothing is. */
  const bodyOf = (text: string, schemas: ReadonlyArray<JsonSchema>, shown: ReadonlyArray<Json>): Json => {
    const body = parsed(text)
    if (body !== undefined) return without(secrets, mask(spec, schemas, body))
    return text === "" || shown.includes(text) ? text : redacted
  }
  const { origin, pathname } = new URL(request.url)
  return {
    request: {
      method: request.method,
      url: origin + pathname,
      headers: maskHeaders(request.headers, secrets),
      body: bodyOf(request.body, asked, []),
    },
    ...(answer && {
      answer: {
        status: answer.status,
        headers: maskHeaders(answer.headers, secrets),
        body: bodyOf(
          answer.body,
          answered.filter(({ mediaType }) => mediaType === mediaTypeOf(answer.headers)).map(({ schema }) => schema),
          answered.flatMap(({ examples }) => examples.map(({ value }) => value)),
        ),
      },
    }),
    ...(broken !== undefined && { note: `no whole answer: ${broken}` }),
  }
}

/** Prism's reasons are shown without their sentences, which may quote. */
const maskHeaders = (headers: Headers, secrets: ReadonlyArray<string>): JsonObject => {
  const shown = shownHeaders.flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [[name, without(secrets, value)] as const]
  })
  const reasons = violationsOf(headers).map(({ code, location }) => `${code} at ${location.join(".")}`)
  return { ...Object.fromEntries(shown), ...(reasons.length > 0 && { "sl-violations": reasons.join(", ") }) }
}

/** Long enough to be found in another text without being meant. */
export const isTelling = (secret: string) => secret.length >= 8

/** A value in which no text holds one of these secrets: an answer may quote what was sent. */
const without = (secrets: ReadonlyArray<string>, value: Json): Json => {
  if (typeof value === "string") return secrets.reduce((text, secret) => text.replaceAll(secret, redacted), value)
  if (Array.isArray(value)) return value.map((item) => without(secrets, item))
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, without(secrets, inner)]))
    : value
}

/** A body of one of these schemas, its secrets and its unknown texts masked. */
export const mask = (spec: Spec, schemas: ReadonlyArray<JsonSchema>, body: Json): Json =>
  onTexts(spec, schemas, body, (text, what) => (text === "" || what === "known" ? text : redacted))

/** The texts in a body of one of these schemas that the spec marks as secrets. */
export const secretsIn = (spec: Spec, schemas: ReadonlyArray<JsonSchema>, body: Json): ReadonlyArray<string> => {
  const secrets: Array<string> = []
  onTexts(spec, schemas, body, (text, what) => {
    if (what === "secret") secrets.push(text)
    return text
  })
  return secrets
}

/** A body with each of its texts replaced, by what the spec says of the place where it stands. */
const onTexts = (
  spec: Spec,
  schemas: ReadonlyArray<JsonSchema>,
  value: Json,
  replace: (text: string, what: "secret" | "known" | "unknown") => string,
): Json => {
  const here = schemas.flatMap((schema) => partsOf(spec, schema))
  const below = (inner: Json, parts: ReadonlyArray<Json | undefined>) =>
    onTexts(spec, parts.filter(isObject), inner, replace)
  if (typeof value === "string") {
    return replace(
      value,
      here.some(({ format }) => format === "password") ? "secret" : here.length > 0 ? "known" : "unknown",
    )
  }
  if (Array.isArray(value)) {
    return value.map((item) =>
      below(
        item,
        here.map(({ items }) => items),
      ),
    )
  }
  if (!isObject(value)) return value
  const named = (name: string) =>
    here.map(({ properties, additionalProperties }) =>
      isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : additionalProperties,
    )
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, below(inner, named(name))]))
}

/** A schema, and every schema whose word counts at the same place. */
const partsOf = (spec: Spec, schema: JsonSchema): ReadonlyArray<JsonSchema> => {
  const { allOf, anyOf, oneOf, ...own } = spec.resolve(schema)
  return [
    own,
    ...[allOf, anyOf, oneOf]
      .flatMap(itemsOf)
      .filter(isObject)
      .flatMap((part) => partsOf(spec, part)),
  ]
}
