/**
 * What a caller sends in one request, as one flat object: the fields of the body, parameters and credentials, under the
 * names that the wire has for them. So a form, a query and HTTP Basic are typed, checked, masked and tested as a JSON body is.
 */
import type { Document } from "./document.ts"
import { entries, isObject, items, type Json, type JsonObject } from "./json.ts"
import type { Content, JsonSchema } from "./operations.ts"

/** Where the fields of a request go that are not in its body. */
export interface Places {
  readonly path: ReadonlyArray<string>
  readonly query: ReadonlyArray<string>
  readonly header: ReadonlyArray<string>
  /** The field of a Bearer token, or those of HTTP Basic: the client's id and its secret. */
  readonly authorization: ReadonlyArray<string>
  /** The header of an API key. */
  readonly key: ReadonlyArray<string>
}

/** The request of one operation. */
export interface RequestShape {
  readonly schema: JsonSchema
  readonly examples: Content["examples"]
  readonly places: Places
  /** The media type of the body; nothing without a body. */
  readonly mediaType: string | undefined
}

export const form = "application/x-www-form-urlencoded"

/** Whether all that is sent is the body. */
export const isWhole = ({ places, mediaType }: Pick<RequestShape, "places" | "mediaType">): boolean =>
  mediaType !== undefined && Object.values(places).flat().length === 0

/** The names of a client's credentials, in HTTP Basic as in a body (RFC 6749, 2.3.1). */
const basic = ["client_id", "client_secret"]

/** A field outside of the body. */
interface Field {
  readonly place: keyof Places
  readonly name: string
  readonly required: boolean
  readonly schema: JsonSchema
  readonly example: Json | undefined
}

/** The shape of a request with this body. */
export const requestOf = (
  { root, resolve }: Pick<Document, "root" | "resolve">,
  { parameters, security }: JsonObject,
  body: Content | undefined,
): RequestShape => {
  const own = body === undefined ? {} : resolve(body.schema)
  const fields = [
    ...items(parameters).map((one) => parameterOf(resolve(one))),
    ...credentialsOf({ root, resolve }, security ?? root.security),
    // A client may send its credentials in the body in place of HTTP Basic.
  ].filter(({ place, name }) => place !== "authorization" || !isObject(own.properties) || !(name in own.properties))
  const at = (place: keyof Places) => fields.filter((field) => field.place === place).map(({ name }) => name)
  const places = {
    path: at("path"),
    query: at("query"),
    header: at("header"),
    authorization: at("authorization"),
    key: at("key"),
  }
  const { mediaType, schema = {}, examples = [] } = body ?? {}
  if (body === undefined && fields.length === 0) {
    return { schema: { type: "object", properties: {} }, examples: [{ name: "shown", value: {} }], places, mediaType }
  }
  if (fields.length === 0) return { schema, examples, places, mediaType }
  const shown = Object.fromEntries(
    fields.flatMap(({ name, example }) => (example === undefined ? [] : [[name, example]])),
  )
  return {
    schema: {
      ...own,
      type: "object",
      properties: {
        ...Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
        ...(isObject(own.properties) ? own.properties : {}),
      },
      required: [...fields.filter(({ required }) => required).map(({ name }) => name), ...items(own.required)],
    },
    examples:
      body === undefined
        ? [{ name: "shown", value: shown }]
        : examples.map(({ name, value }) => ({ name, value: { ...shown, ...(isObject(value) ? value : {}) } })),
    places,
    mediaType,
  }
}

const parameterOf = ({ name, in: place, required, schema, example }: JsonObject): Field => {
  const described = isObject(schema) ? schema : {}
  return {
    place: place === "path" || place === "query" ? place : "header",
    name: String(name),
    required: required === true,
    schema: described,
    example: example ?? described.example ?? items(described.examples)[0],
  }
}

const text = { type: "string" }
const secret = { type: "string", format: "password" }

/** The credentials of the first alternative of a `security`. Beside an empty one, a body may have them instead. */
const credentialsOf = ({ root, resolve }: Pick<Document, "root" | "resolve">, security: Json | undefined) => {
  const { securitySchemes } = isObject(root.components) ? root.components : {}
  const alternatives = items(security).filter(isObject)
  const [wanted = {}] = alternatives.filter((one) => Object.keys(one).length > 0)
  return Object.keys(wanted).flatMap((scheme): ReadonlyArray<Field> => {
    const {
      type,
      scheme: kind,
      name,
      "x-example": shown,
    } = resolve(isObject(securitySchemes) ? securitySchemes[scheme] : {})
    const required = true
    // Made up, unless the spec shows one.
    const example = (name: string) => (isObject(shown) ? shown[name] : shown) ?? `shown-${name.toLowerCase()}`
    if (type === "apiKey") {
      return [{ place: "key", name: String(name), required, schema: secret, example: example(String(name)) }]
    }
    const names = String(kind).toLowerCase() === "basic" ? basic : [scheme]
    return names.map((name) => ({
      place: "authorization",
      name,
      required,
      schema: name === "client_id" ? text : secret,
      example: example(name),
    }))
  })
}

/** The parts of a schema that are alternatives, each an operation of its own. */
export const grantsOf = (resolve: Document["resolve"], schema: JsonSchema): ReadonlyArray<JsonSchema> =>
  items(resolve(schema).oneOf)
    .filter(isObject)
    .filter((branch) => typeof resolve(branch)["x-operation-id"] === "string")

/** Whether an example shows a grant: it has the required fields, and the constants. */
export const showsGrant = (resolve: Document["resolve"], branch: JsonSchema, value: Json): boolean => {
  const { properties, required } = resolve(branch)
  if (!isObject(value)) return false
  const isOwn = ([name, property]: readonly [string, Json]) => {
    const { const: constant } = resolve(property)
    return constant === undefined || value[name] === constant
  }
  return items(required).every((name) => String(name) in value) && entries(properties).every(isOwn)
}
