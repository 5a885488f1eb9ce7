/** An exchange as a report may show it: secrets that the spec marks and texts that it does not know are masked. */

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
  /** The client's outcome, or why no answer came. */
  readonly note?: string
}

interface Message {
  readonly headers: JsonObject
  readonly body: Json
}

/** Replaces a secret: shows that there was a text, but not its length. */
export const redacted = "<redacted>"

/** The headers that matter to the contract. Others are left out. */
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
  /** A text that the spec shows is known; any other text that is not JSON is masked. */
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

/** Prism's reasons are shown without their messages, which may quote a secret. */
const maskHeaders = (headers: Headers, secrets: ReadonlyArray<string>): JsonObject => {
  const shown = shownHeaders.flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [[name, without(secrets, value)] as const]
  })
  const reasons = violationsOf(headers).map(({ code, location }) => `${code} at ${location.join(".")}`)
  return { ...Object.fromEntries(shown), ...(reasons.length > 0 && { "sl-violations": reasons.join(", ") }) }
}

/** A shorter text may occur elsewhere by chance. */
export const isTelling = (secret: string) => secret.length >= 8

/** A value with these secrets masked in every text: an answer may quote the request. */
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

/** A body with each text replaced according to the schemas at its place. */
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

/** A schema, and every schema that applies at the same place. */
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
