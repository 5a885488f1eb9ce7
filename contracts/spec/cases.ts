/**
 * Derives bodies that satisfy and violate each keyword of a request's schema. Each case changes one value of the
 * request's example. Ajv later checks that a case does what it claims.
 */
import { isDeepStrictEqual } from "node:util"
import { isCheckedFormat } from "./judge.ts"
import type { KeywordName } from "./keywords.ts"
import { extra, extras, sample } from "./sample.ts"
import { isObject, items as itemsOf, type Json, type JsonObject, type JsonSchema, type Spec } from "./specs.ts"

type InstancePath = KeywordName["at"]

/** One keyword at one place of a request, with its cases. */
export interface KeywordCases extends KeywordName {
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

/** The whole body, and the value in it that a schema describes. */
interface Focus {
  readonly body: Json
  readonly at: InstancePath
  readonly value: Json
  /** The values at the same place in the other examples, which may show a field that this one omits. */
  readonly others: ReadonlyArray<Json>
  /** References followed so far: a recursive schema is derived once. */
  readonly followed: ReadonlyArray<string>
}

/** Every keyword of a request's schema with its cases, built from the first example and values of the others. */
export const deriveCases = (
  spec: Spec,
  schema: JsonSchema,
  body: Json,
  ...others: ReadonlyArray<Json>
): ReadonlyArray<KeywordCases> => derive(spec, schema, { body, at: [], value: body, others, followed: [] })

const derive = (spec: Spec, schema: JsonSchema, focus: Focus): ReadonlyArray<KeywordCases> => {
  const { body, at, value, followed } = focus
  if (typeof schema.$ref === "string") {
    if (followed.includes(schema.$ref)) return []
    return derive(spec, spec.resolve(schema), { ...focus, followed: [...followed, schema.$ref] })
  }
  const put = (values: ReadonlyArray<Json>) => values.map((changed) => replace(body, at, changed))
  const own = Object.entries(schema).flatMap(([keyword, argument]): ReadonlyArray<KeywordCases> => {
    if (keyword === "required" && isObject(value)) {
      return itemsOf(argument).map((name) => ({
        at,
        keyword,
        field: String(name),
        within: [],
        satisfied: [body],
        violated: put([without(value, String(name))]),
      }))
    }
    const cases = casesOf(keyword, argument, schema, value, spec)
    return cases === undefined
      ? []
      : [{ at, keyword, within: [], satisfied: [body, ...put(cases.satisfied)], violated: put(cases.violated) }]
  })
  return [...own, ...below(spec, schema, focus)]
}

/** The keywords of the schemas inside: those of properties, named or not, of items, and of all parts of an `allOf`. */
const below = (spec: Spec, schema: JsonSchema, focus: Focus): ReadonlyArray<KeywordCases> => {
  const { properties, items, additionalProperties, allOf } = schema
  const { body, at, value, others } = focus
  const inner = (name: string | number, part: Json | undefined) => {
    if (!isObject(part)) return []
    const [present] = valuesAt(name, [value])
    const shown = valuesAt(name, others)
    const filled: Json = present ?? shown[0] ?? sample(spec, part)
    const whole = present === undefined ? replace(body, at, extend(value, name, filled)) : body
    return derive(spec, part, { ...focus, body: whole, at: [...at, name], value: filled, others: shown })
  }
  return [
    ...(isObject(properties) ? Object.entries(properties) : []).flatMap(([name, property]) => inner(name, property)),
    ...inner(0, items),
    ...inner(extra, additionalProperties),
    ...itemsOf(allOf).flatMap((part, index) =>
      (isObject(part) ? derive(spec, part, focus) : []).map((cases) => ({
        ...cases,
        within: [index, ...cases.within],
      })),
    ),
  ]
}

/** The values under a key of these objects or arrays, if present. */
const valuesAt = (name: string | number, parents: ReadonlyArray<Json>): ReadonlyArray<Json> =>
  parents
    .map((parent) => (isObject(parent) || Array.isArray(parent) ? Reflect.get(parent, name) : undefined))
    .filter((value) => value !== undefined)

const extend = (value: Json, name: string | number, filled: Json): Json =>
  Array.isArray(value) ? [filled] : { ...(isObject(value) ? value : {}), [name]: filled }

interface Changes {
  readonly satisfied: ReadonlyArray<Json>
  readonly violated: ReadonlyArray<Json>
}

const oneOfEachType: ReadonlyArray<Json> = [7, "text", true, null, 1.5, ["item"], { name: "value" }]

/** Values that satisfy and violate one keyword in place of `value`; none for a keyword that rejects nothing. */
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

/** Values of the members' types that are not members. */
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
