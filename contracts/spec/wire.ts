/** A request's flat object as the wire has it, and back. Independent of the client's own code. */
import { isObject, type Json, type JsonObject } from "./json.ts"
import type { SpecOperation } from "./operations.ts"
import { form } from "./request.ts"
import type { Spec } from "./specs.ts"

/** A request without its host. */
export interface WireRequest {
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Nothing where no body is sent. */
  readonly body: string | undefined
}

/** The text of a field in a form, a path, a query or a header. */
const textOf = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value))

const encoded = (fields: ReadonlyArray<readonly [string, Json]>) =>
  new URLSearchParams(fields.map(([name, value]) => [name, textOf(value)])).toString()

/** Writes a request. */
export const written = ({ path, request }: Pick<SpecOperation, "path" | "request">, value: Json): WireRequest => {
  const { places, mediaType } = request
  const fields = isObject(value) ? value : {}
  const at = (names: ReadonlyArray<string>) =>
    names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]] as const]))
  const placed = Object.values(places).flat()
  const query = encoded(at(places.query))
  const rest = Object.entries(fields).filter(([name]) => !placed.includes(name))
  const body = placed.length === 0 ? value : Object.fromEntries(rest)
  return {
    path:
      at(places.path).reduce(
        (text, [name, part]) => text.replace(`{${name}}`, () => encodeURIComponent(textOf(part))),
        path,
      ) + (query === "" ? "" : `?${query}`),
    headers: {
      ...Object.fromEntries(
        at([...places.header, ...places.key]).map(([name, part]) => [name.toLowerCase(), textOf(part)]),
      ),
      ...authorization(places.authorization.map((name) => fields[name])),
      ...(mediaType !== undefined && { "content-type": mediaType }),
    },
    body: mediaType === undefined ? undefined : mediaType === form ? encoded(rest) : JSON.stringify(body),
  }
}

/** HTTP Basic with a client's id and secret, each encoded as in a form (RFC 6749, 2.3.1), or a Bearer token. */
const authorization = (parts: ReadonlyArray<Json | undefined>): Readonly<Record<string, string>> => {
  const texts = parts.flatMap((part) => (part === undefined ? [] : [textOf(part)]))
  if (texts.length === 0 || texts.length < parts.length) return {}
  if (texts.length === 1) return { authorization: `Bearer ${texts[0]}` }
  const pair = texts.map((text) => new URLSearchParams({ "": text }).toString().slice(1)).join(":")
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` }
}

/** The part of a request in which a field stands. */
export const placeOf = ({ request }: Pick<SpecOperation, "request">, name: string | number | undefined) =>
  Object.entries(request.places).find(([, names]) => names.includes(String(name)))?.[0] ?? "body"

/** What came over the wire. */
interface Came {
  readonly url: string
  readonly headers: Headers
  readonly body: string
}

/** The flat object of a request; nothing where its body cannot be read. */
export const readBack = (
  spec: Spec,
  { path, request }: SpecOperation,
  { url, headers, body }: Came,
): Json | undefined => {
  const { places, mediaType, schema } = request
  const placed: JsonObject = {
    ...typed(spec, schema, fromPath(path, new URL(url).pathname)),
    ...typed(spec, schema, [...new URL(url).searchParams]),
    ...typed(
      spec,
      schema,
      [...places.header, ...places.key].flatMap((name) => entry(name, headers.get(name))),
    ),
    ...Object.fromEntries(fromAuthorization(places.authorization, headers.get("authorization"))),
  }
  if (mediaType === undefined) return placed
  if (mediaType === form) return { ...placed, ...typed(spec, schema, [...new URLSearchParams(body)]) }
  const sent = parsedJson(body)
  return Object.keys(placed).length > 0 && isObject(sent) ? { ...placed, ...sent } : sent
}

/** A request as it reads once it is on the wire: in a form, a number is a text. */
export const asRead = (spec: Spec, operation: SpecOperation, value: Json): Json =>
  read(spec, operation, written(operation, value)) ?? null

/** The flat object of a request that has no host yet. */
export const read = (spec: Spec, operation: SpecOperation, { path, headers, body = "" }: WireRequest) =>
  readBack(spec, operation, { url: `http://localhost${path}`, headers: new Headers(headers), body })

const entry = (name: string, value: string | null) => (value === null ? [] : [[name, value] as const])

const fromPath = (template: string, path: string): ReadonlyArray<readonly [string, string]> => {
  const parts = path.split("/")
  return template.split("/").flatMap((part, index) => {
    const name = /^\{(.+)\}$/.exec(part)?.[1]
    return name === undefined ? [] : entry(name, decodeURIComponent(parts[index] ?? ""))
  })
}

const fromAuthorization = (
  names: ReadonlyArray<string>,
  header: string | null,
): ReadonlyArray<readonly [string, string]> => {
  const [, kind, credentials = ""] = /^(Basic|Bearer) (\S*)$/i.exec(header ?? "") ?? []
  if (kind === undefined) return []
  const texts =
    names.length === 1
      ? [credentials]
      : Buffer.from(credentials, "base64")
          .toString()
          .split(":")
          .map((text) => decodeURIComponent(text.replaceAll("+", " ")))
  return names.flatMap((name, index) => entry(name, texts[index] ?? null))
}

/** Texts as the values that the schema describes. */
const typed = (spec: Spec, schema: Json, fields: Iterable<readonly [string, string]>): JsonObject => {
  const { properties } = spec.resolve(schema)
  return Object.fromEntries(
    [...fields].map(([name, text]) => {
      const { type } = spec.resolve(isObject(properties) ? (properties[name] ?? {}) : {})
      const value = type === "string" || type === undefined ? undefined : parsedJson(text)
      return [name, typeof value === "number" || typeof value === "boolean" ? value : text]
    }),
  )
}

const parsedJson = (text: string): Json | undefined => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
