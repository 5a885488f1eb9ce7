/** Whether a changed keyword accepts fewer, more, or other values. */
import { isDeepStrictEqual } from "node:util"
import { isObject, items, type Json } from "../../../contracts/spec/specs.ts"
import { fromTo, shown } from "./change.ts"

export interface Compared {
  /** A list is `shortened` when a value was removed and none added. */
  readonly became: "narrowed" | "shortened" | "widened" | "replaced"
  readonly text: string
}

/** Keywords without an assertion about the value, and those whose subschemas are compared separately. */
const noAssertions = new Set([
  "$ref",
  "$comment",
  "title",
  "description",
  "default",
  "deprecated",
  "externalDocs",
  "example",
  "examples",
  "properties",
  "required",
])

export const isAssertion = (keyword: string) => !noAssertions.has(keyword) && !keyword.startsWith("x-")

const lower = ["minLength", "minItems", "minProperties", "minimum", "exclusiveMinimum"]
const upper = ["maxLength", "maxItems", "maxProperties", "maximum", "exclusiveMaximum"]

/** Compares one keyword of two schemas. Returns nothing when they accept the same values. */
export const compareKeyword = (
  keyword: string,
  base: Json | undefined,
  head: Json | undefined,
): Compared | undefined => {
  const argumentOf = (schema: Json | undefined) => (isObject(schema) ? schema[keyword] : undefined)
  const [before, after] = [argumentOf(base), argumentOf(head)]
  const text = `${keyword} ${fromTo(before, after)}`
  const compared = (became: Compared["became"] | undefined) => became && { became, text }
  if (lower.includes(keyword)) return compared(byBound(least(keyword, before), least(keyword, after)))
  if (upper.includes(keyword)) return compared(byBound(-most(before), -most(after)))
  switch (keyword) {
    case "type":
      return compared(bySet(typesOf(before), typesOf(after)))
    case "const":
    case "enum":
      return compareLists(listOf(base), listOf(head))
    case "format":
      return compared(byFormat(...withoutPassword(before, after)))
    case "uniqueItems":
      return compared(byPresence(before || undefined, after || undefined))
    case "additionalProperties":
      return compared(byOpenness(before, after))
    case "items":
      return isObject(before) && isObject(after) ? undefined : compared(byPresence(saying(before), saying(after)))
    case "allOf":
      return undefined
    case "pattern":
    case "multipleOf":
      return compared(byPresence(before, after))
    case "anyOf":
    case "oneOf": {
      const became = before !== undefined && after !== undefined ? undefined : byPresence(before, after)
      return became && { became, text: `${keyword} ${before === undefined ? "added" : "removed"}` }
    }
    // What a keyword that is not known here asks of a value is not known either.
    default:
      return compared(isDeepStrictEqual(before, after) ? undefined : "replaced")
  }
}

/** A raised lower bound accepts fewer values. */
const byBound = (before: number, after: number) =>
  before === after ? undefined : after > before ? "narrowed" : "widened"

const least = (keyword: string, bound: Json | undefined) =>
  typeof bound === "number" ? bound : keyword.endsWith("inimum") ? Number.NEGATIVE_INFINITY : 0

const most = (bound: Json | undefined) => (typeof bound === "number" ? bound : Number.POSITIVE_INFINITY)

/** An added assertion accepts fewer values, a removed one more, a changed one others. */
const byPresence = (before: Json | undefined, after: Json | undefined) => {
  if (isDeepStrictEqual(before, after)) return undefined
  return before === undefined ? "narrowed" : after === undefined ? "widened" : "replaced"
}

const bySet = <Value>(before: ReadonlyArray<Value>, after: ReadonlyArray<Value>) => {
  const isGone = before.some((value) => !after.some((other) => isDeepStrictEqual(value, other)))
  const hasCome = after.some((value) => !before.some((other) => isDeepStrictEqual(value, other)))
  if (isGone) return hasCome ? "replaced" : "narrowed"
  return hasCome ? "widened" : undefined
}

const everyType = ["null", "boolean", "object", "array", "number", "integer", "string"]

/** A missing `type` means every type, and a `number` may be an integer. */
const typesOf = (type: Json | undefined): ReadonlyArray<Json> => {
  const types = type === undefined ? everyType : Array.isArray(type) ? type : [type]
  return types.includes("number") ? [...types, "integer"] : types
}

/** The values that a schema lists by `enum` or `const`, if any. */
export const listOf = (schema: Json | undefined): ReadonlyArray<Json> | undefined => {
  if (!isObject(schema)) return undefined
  return schema.const !== undefined ? [schema.const] : schema.enum === undefined ? undefined : items(schema.enum)
}

const compareLists = (
  before: ReadonlyArray<Json> | undefined,
  after: ReadonlyArray<Json> | undefined,
): Compared | undefined => {
  if (before === undefined || after === undefined) {
    const became = byPresence(before, after)
    return became && { became, text: `values ${before === undefined ? `only ${list(after)}` : "no longer listed"}` }
  }
  const became = bySet(before, after)
  const [gone, came] = [missing(before, after), missing(after, before)]
  const parts = [gone.length > 0 ? `without ${list(gone)}` : [], came.length > 0 ? `with ${list(came)}` : []]
  return (
    became && { became: became === "narrowed" ? "shortened" : became, text: `values ${parts.flat().join(" and ")}` }
  )
}

const missing = (from: ReadonlyArray<Json>, other: ReadonlyArray<Json>) =>
  from.filter((value) => !other.some((one) => isDeepStrictEqual(one, value)))

const list = (values: ReadonlyArray<Json> = []) => values.map(shown).join(", ")

/** `password` accepts every value: it marks a secret, for which there is another rule. */
const withoutPassword = (...formats: readonly [Json | undefined, Json | undefined]) => {
  const [before, after] = formats.map((format) => (format === "password" ? undefined : format))
  return [before, after] as const
}

/** An added or removed `date-time` changes the generated type between string and `Date`, so the value is replaced. */
const byFormat = (before: Json | undefined, after: Json | undefined) => {
  const became = byPresence(before, after)
  return became !== undefined && [before, after].includes("date-time") ? "replaced" : became
}

/** A schema with content: neither `true` nor empty. */
const saying = (schema: Json | undefined) =>
  schema === true || (isObject(schema) && Object.keys(schema).length === 0) ? undefined : schema

const byOpenness = (before: Json | undefined, after: Json | undefined) => {
  const openness = (schema: Json | undefined) => (schema === false ? 0 : saying(schema) === undefined ? 2 : 1)
  return byBound(-openness(before), -openness(after))
}
