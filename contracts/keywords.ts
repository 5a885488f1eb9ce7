/**
 * From the keywords of a request's schema to bodies that satisfy and that violate each one. The example of the request
 * is the starting point; a case changes one value of it. Ajv says later whether a case does what it claims to.
 */
import { isDeepStrictEqual } from "node:util"
import { isObject, items as itemsOf, type Json, type JsonObject, type JsonSchema, type Spec } from "../scripts/specs.ts"
import { isCheckedFormat } from "./schema.ts"

/** Where in a body: property names and array indices. */
export type InstancePath = ReadonlyArray<string | number>

/** One keyword at one place of a request, and what shows that it holds. */
export interface KeywordCases {
  /** The keyword, with the name of the field for `required`. */
  readonly keyword: string
  /** Where the value stands that the keyword speaks of. */
  readonly at: InstancePath
  readonly satisfied: ReadonlyArray<Json>
  readonly violated: ReadonlyArray<Json>
}

/** A body with the value at `path` replaced. */
const replace = (body: Json, path: InstancePath, value: Json): Json => {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(body)) return body.map((item, index) => (index === key ? replace(item, rest, value) : item))
  return isObject(body) ? { ...body, [key]: replace(body[key] ?? null, rest, value) } : body
}

const without = (object: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name))

/** Every keyword below `schema`, with its cases in the whole `body`. `value` is what stands at `at` in it. */
export const deriveCases = (
  spec: Spec,
  schema: JsonSchema,
  body: Json,
  at: InstancePath = [],
  value: Json = body,
): ReadonlyArray<KeywordCases> => {
  if (typeof schema.$ref === "string") return deriveCases(spec, spec.resolve(schema), body, at, value)
  const put = (values: ReadonlyArray<Json>) => values.map((changed) => replace(body, at, changed))
  const own = Object.entries(schema).flatMap(([keyword, argument]): ReadonlyArray<KeywordCases> => {
    if (keyword === "required" && isObject(value)) {
      return itemsOf(argument).map((name) => ({
        keyword: `required ${name}`,
        at,
        satisfied: [body],
        violated: put([without(value, String(name))]),
      }))
    }
    const cases = casesOf(keyword, argument, schema, value, spec)
    return cases === undefined
      ? []
      : [{ keyword, at, satisfied: [body, ...put(cases.satisfied)], violated: put(cases.violated) }]
  })
  return [...own, ...below(spec, schema, body, at, value)]
}

/** The name under which a property that a schema does not name is tried. */
export const extra = "x-extra"

/** The keywords of the schemas inside: those of properties, named or not, of items, and of all parts of an `allOf`. */
const below = (
  spec: Spec,
  schema: JsonSchema,
  body: Json,
  at: InstancePath,
  value: Json,
): ReadonlyArray<KeywordCases> => {
  const { properties, items, additionalProperties, allOf } = schema
  const inner = (name: string | number, part: JsonSchema) => {
    const present = isObject(value) || Array.isArray(value) ? Reflect.get(value, name) : undefined
    const filled: Json = present === undefined ? sample(spec, part) : present
    const whole = present === undefined ? replace(body, at, extend(value, name, filled)) : body
    return deriveCases(spec, part, whole, [...at, name], filled)
  }
  return [
    ...(isObject(properties) ? Object.entries(properties) : []).flatMap(([name, property]) =>
      isObject(property) ? inner(name, property) : [],
    ),
    ...(isObject(items) ? inner(0, items) : []),
    ...(isObject(additionalProperties) ? inner(extra, additionalProperties) : []),
    ...itemsOf(allOf).flatMap((part) => (isObject(part) ? deriveCases(spec, part, body, at, value) : [])),
  ]
}

const extend = (value: Json, name: string | number, filled: Json): Json =>
  Array.isArray(value) ? [filled] : { ...(isObject(value) ? value : {}), [name]: filled }

interface Changes {
  readonly satisfied: ReadonlyArray<Json>
  readonly violated: ReadonlyArray<Json>
}

const oneOfEachType: ReadonlyArray<Json> = [7, "text", true, null, 1.5, ["item"], { name: "value" }]

/** Values that satisfy and violate one keyword, put where `value` stands; nothing for a keyword that refuses nothing. */
const casesOf = (keyword: string, argument: Json, schema: JsonSchema, value: Json, spec: Spec): Changes | undefined => {
  const text = typeof value === "string" ? value : ""
  const list = itemsOf(value)
  const object = isObject(value) ? value : {}
  const bound = Number(argument)
  const step = typeof schema.multipleOf === "number" ? schema.multipleOf : schema.type === "integer" ? 1 : 0.5
  const element = list[0] ?? (isObject(schema.items) ? sample(spec, schema.items) : "item")
  switch (keyword) {
    case "type": {
      const types = Array.isArray(argument) ? argument : [argument]
      const violated = oneOfEachType.filter((candidate) => !types.some((type) => isOfType(candidate, type)))
      return { satisfied: types.includes("null") ? [null] : [], violated }
    }
    case "enum":
      return { satisfied: itemsOf(argument), violated: outside(itemsOf(argument)) }
    case "const":
      return { satisfied: [argument], violated: outside([argument]) }
    case "format":
      return isCheckedFormat(String(argument))
        ? { satisfied: [], violated: [`no ${argument}`, "(", "{", "%", 2 ** 31] }
        : undefined
    case "minLength":
      return { satisfied: [resize(text, bound)], violated: bound > 0 ? [resize(text, bound - 1)] : [] }
    case "maxLength":
      return { satisfied: [resize(text, bound)], violated: [resize(text, bound + 1)] }
    case "pattern":
      return { satisfied: [], violated: ["!", "", " ", `${text}!`, "ä", "a b"] }
    case "minimum":
      return { satisfied: [bound], violated: [bound - step] }
    case "maximum":
      return { satisfied: [bound], violated: [bound + step] }
    case "exclusiveMinimum":
      return { satisfied: [bound + step], violated: [bound] }
    case "exclusiveMaximum":
      return { satisfied: [bound - step], violated: [bound] }
    case "multipleOf":
      return { satisfied: [], violated: [Number(value) + bound / 2, Number(value) + 1] }
    case "minItems":
      return { satisfied: [], violated: bound > 0 ? [list.slice(0, bound - 1)] : [] }
    case "maxItems":
      return { satisfied: [], violated: [Array.from({ length: bound + 1 }, (_, index) => list[index] ?? element)] }
    case "uniqueItems":
      return argument === true ? { satisfied: [], violated: [[...list, element, element]] } : undefined
    case "minProperties":
      return { satisfied: [], violated: [Object.fromEntries(Object.entries(object).slice(0, bound - 1))] }
    case "maxProperties": {
      return { satisfied: [], violated: [{ ...object, ...extras(spec, schema, bound + 1) }] }
    }
    case "additionalProperties":
      return argument === false ? { satisfied: [], violated: [{ ...object, [extra]: "value" }] } : undefined
    case "anyOf":
    case "oneOf": {
      const satisfied = itemsOf(argument).map((branch) => sample(spec, isObject(branch) ? branch : {}))
      return { satisfied, violated: [...oneOfEachType, {}, [], "", -1] }
    }
    default:
      return undefined
  }
}

/** As many properties that the schema does not name, with values that it takes. */
const extras = (spec: Spec, { additionalProperties }: JsonSchema, count: number): JsonObject => {
  const value = sample(spec, isObject(additionalProperties) ? additionalProperties : {})
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${extra}-${index}`, value]))
}

const isOfType = (value: Json, type: Json): boolean => {
  switch (type) {
    case "null":
      return value === null
    case "array":
      return Array.isArray(value)
    case "object":
      return isObject(value)
    case "integer":
      return Number.isInteger(value)
    default:
      return typeof value === type
  }
}

/** Values of the members' own types that are no members. */
const outside = (members: ReadonlyArray<Json>): ReadonlyArray<Json> => {
  const near = members.map((member): Json => {
    if (typeof member === "string") return `${member}-not`
    return typeof member === "number" ? member + 1 : member === false
  })
  return [...near, ...oneOfEachType].filter(
    (candidate) => !members.some((member) => isDeepStrictEqual(member, candidate)),
  )
}

/** A text of `length` characters that looks like `text`. */
const resize = (text: string, length: number): string =>
  text.length >= length ? text.slice(0, length) : text + (text.at(-1) ?? "a").repeat(length - text.length)

/** A value that `schema` accepts, as plain as can be. */
export const sample = (spec: Spec, schema: JsonSchema): Json => {
  if (typeof schema.$ref === "string") return sample(spec, spec.resolve(schema))
  const { examples, enum: members, anyOf, oneOf, allOf, properties, required, items, minItems, minimum } = schema
  const first = [schema.const, schema.example, schema.default, ...itemsOf(examples), ...itemsOf(members)]
  const given = first.find((value) => value !== undefined)
  if (given !== undefined) return given
  const [branch] = [anyOf, oneOf].flatMap(itemsOf)
  if (isObject(branch)) return sample(spec, branch)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type) {
    case "string":
      return sampleText(schema)
    case "integer":
    case "number":
      return typeof minimum === "number" ? minimum : typeof schema.maximum === "number" ? schema.maximum : 1
    case "boolean":
      return true
    case "null":
      return null
    case "array":
      return Array.from({ length: Number(minItems ?? 1) }, () => sample(spec, isObject(items) ? items : {}))
    default: {
      const parts = itemsOf(allOf).map((part) => (isObject(part) ? sample(spec, part) : {}))
      const names = itemsOf(required).map(String)
      const own = names.map((name) => {
        const property = isObject(properties) ? properties[name] : undefined
        return [name, sample(spec, isObject(property) ? property : {})]
      })
      const missing = Number(schema.minProperties ?? 0) - own.length
      return Object.assign({}, ...parts, Object.fromEntries(own), extras(spec, schema, Math.max(0, missing)))
    }
  }
}

const formatted: Readonly<Record<string, string>> = {
  "date-time": "2026-01-02T03:04:05Z",
  date: "2026-01-02",
  time: "03:04:05Z",
  uuid: "1e9c4b7a-3d52-4f68-b0a1-5c8e7d6f9a03",
  email: "someone@example.com",
  uri: "https://example.com/",
  hostname: "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
}

const sampleText = ({ format, minLength }: JsonSchema): string =>
  formatted[String(format)] ?? "a".repeat(Math.max(1, Number(minLength ?? 1)))
