/** Whether a changed keyword accepts fewer, more, or other values. */
import { isDeepStrictEqual } from "node:util"
import { annotationKeywords } from "../../../contracts/spec/annotations.ts"
import { isObject, items, type Json } from "../../../contracts/spec/json.ts"
import { fromTo, shown } from "./change.ts"

/** A list is `shortened` when a value was removed and none added. */
type Became = "narrowed" | "shortened" | "widened" | "replaced" | undefined

export interface Compared {
  readonly became: Became
  readonly text: string
}

/** Keywords without an assertion about the value, and those whose subschemas are compared separately. */
const noAssertions = new Set<string>([...annotationKeywords, "$ref", "properties", "required"])

export const isAssertion = (keyword: string) => !noAssertions.has(keyword) && !keyword.startsWith("x-")

type Schema = Json | undefined

/** Compares one keyword of two schemas. */
export const compareKeyword = (keyword: string, base: Schema, head: Schema): Compared => {
  const [before, after] = [base, head].map((schema) => (isObject(schema) ? schema[keyword] : undefined))
  if (keyword === "const" || keyword === "enum") return compareLists(listOf(base), listOf(head))
  const isUnion = keyword === "anyOf" || keyword === "oneOf"
  const text = isUnion
    ? `${keyword} ${before === undefined ? "added" : "removed"}`
    : `${keyword} ${fromTo(before, after)}`
  return { became: compareArguments(keyword, before, after), text }
}

const compareArguments = (keyword: string, before: Schema, after: Schema): Became => {
  const [was, is] = [roomOf(keyword, before), roomOf(keyword, after)]
  if (was !== undefined && is !== undefined) return was === is ? undefined : was > is ? "narrowed" : "widened"
  switch (keyword) {
    case "type":
      return bySet(typesOf(before), typesOf(after))
    // In generated/ a `date-time` is a `Date`, any other text a string.
    case "format": {
      const became = byPresence(withoutPassword(before), withoutPassword(after))
      return became && [before, after].includes("date-time") ? "replaced" : became
    }
    case "items":
      return isObject(before) && isObject(after) ? undefined : byPresence(saying(before), saying(after))
    case "anyOf":
    case "oneOf":
      return before !== undefined && after !== undefined ? undefined : byPresence(before, after)
    case "allOf":
      return undefined
    case "pattern":
    case "multipleOf":
      return byPresence(before, after)
    // What a keyword that is not known here asks of a value is not known either.
    default:
      return isDeepStrictEqual(before, after) ? undefined : "replaced"
  }
}

/** How much a keyword leaves open, for those where that is a number. */
const roomOf = (keyword: string, argument: Schema): number | undefined => {
  const bound = typeof argument === "number" ? argument : undefined
  if (/^(exclusiveM|m)inimum$/.test(keyword)) return -(bound ?? Number.NEGATIVE_INFINITY)
  if (/^min(Length|Items|Properties)$/.test(keyword)) return -(bound ?? 0)
  if (/^(max(Length|Items|Properties)|(exclusiveM|m)aximum)$/.test(keyword)) return bound ?? Number.POSITIVE_INFINITY
  if (keyword === "uniqueItems") return argument === true ? 0 : 1
  if (keyword !== "additionalProperties") return undefined
  return argument === false ? 0 : saying(argument) === undefined ? 2 : 1
}

/** An added assertion accepts fewer values, a removed one more, a changed one others. */
const byPresence = (before: unknown, after: unknown): Became => {
  if (isDeepStrictEqual(before, after)) return undefined
  return before === undefined ? "narrowed" : after === undefined ? "widened" : "replaced"
}

const without = (values: ReadonlyArray<Json>, others: ReadonlyArray<Json>) =>
  values.filter((value) => !others.some((other) => isDeepStrictEqual(other, value)))

const bySet = (before: ReadonlyArray<Json>, after: ReadonlyArray<Json>): Became => {
  const [isGone, hasCome] = [without(before, after).length > 0, without(after, before).length > 0]
  if (isGone) return hasCome ? "replaced" : "narrowed"
  return hasCome ? "widened" : undefined
}

/** A missing `type` means every type, and a `number` may be an integer. */
const typesOf = (type: Schema = ["null", "boolean", "object", "array", "number", "string"]): ReadonlyArray<Json> => {
  const types = Array.isArray(type) ? type : [type]
  return types.includes("number") ? [...types, "integer"] : types
}

/** The values that a schema lists by `enum` or `const`, if any. */
export const listOf = (schema: Schema): ReadonlyArray<Json> | undefined => {
  if (!isObject(schema)) return undefined
  return schema.const !== undefined ? [schema.const] : schema.enum === undefined ? undefined : items(schema.enum)
}

const compareLists = (before?: ReadonlyArray<Json>, after?: ReadonlyArray<Json>): Compared => {
  const list = (values: ReadonlyArray<Json> = []) => values.map(shown).join(", ")
  if (before === undefined || after === undefined) {
    const text = before === undefined ? `values only ${list(after)}` : "values no longer listed"
    return { became: byPresence(before, after), text }
  }
  const became = bySet(before, after)
  const [gone, came] = [without(before, after), without(after, before)]
  const parts = [gone.length > 0 ? [`without ${list(gone)}`] : [], came.length > 0 ? [`with ${list(came)}`] : []]
  return { became: became === "narrowed" ? "shortened" : became, text: `values ${parts.flat().join(" and ")}` }
}

/** `password` accepts every value: it marks a secret, for which there is another rule. */
const withoutPassword = (format: Schema) => (format === "password" ? undefined : format)

/** A schema with content: neither `true` nor empty. */
const saying = (schema: Schema) =>
  schema === true || (isObject(schema) && Object.keys(schema).length === 0) ? undefined : schema
