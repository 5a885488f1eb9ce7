/**
 * The keywords of a request's schema that the suite must satisfy and violate, each with its place. Independent of the
 * code that derives the cases, so that a keyword without a case is reported by name.
 */
import { annotationKeywords } from "./annotations.ts"
import { isCheckedFormat } from "./judge.ts"
import type { SpecOperation } from "./operations.ts"
import { form, isWhole } from "./request.ts"
import { extra } from "./sample.ts"
import { isObject, items as itemsOf, type Json, type JsonSchema, type Spec } from "./specs.ts"

type Path = ReadonlyArray<string | number>

/** Names one keyword at one place of a request. */
export interface KeywordName {
  /** Where the value stands in a body: property names and array indices. */
  readonly at: Path
  /** As a validator calls it. */
  readonly keyword: string
  /** For `required`: the field. */
  readonly field?: string
  /** Which parts of `allOf` it stands in, from the outside in. */
  readonly within: ReadonlyArray<number>
}

/** One keyword at one place of a request. */
export interface Keyword extends KeywordName {
  /** Where it stands in the spec. */
  readonly where: Path
}

const leading = ["$ref", "properties", "items", "allOf", ...annotationKeywords] as ReadonlyArray<string>

/** Whether a keyword accepts every value. */
const isVacuous = (keyword: string, argument: Json): boolean => {
  if (leading.includes(keyword) || keyword.startsWith("x-")) return true
  if (keyword === "format") return !isCheckedFormat(String(argument))
  if (keyword === "additionalProperties") return argument !== false
  if (keyword === "uniqueItems") return argument === false
  return ["minLength", "minItems", "minProperties"].includes(keyword) && argument === 0
}

export const keywordsOf = (
  spec: Pick<Spec, "resolve">,
  schema: JsonSchema,
  where: Path = [],
  at: Path = [],
  followed: ReadonlyArray<string> = [],
): ReadonlyArray<Keyword> => {
  const { $ref } = schema
  if (typeof $ref === "string") {
    if (followed.includes($ref)) return []
    return keywordsOf(spec, spec.resolve(schema), $ref.split("/").slice(1), at, [...followed, $ref])
  }
  const { properties, items, additionalProperties, allOf } = schema
  const own = Object.entries(schema).flatMap(([keyword, argument]): ReadonlyArray<Keyword> => {
    if (isVacuous(keyword, argument)) return []
    const there = [...where, keyword]
    if (keyword !== "required") return [{ at, keyword, within: [], where: there }]
    return itemsOf(argument).map((name, index) => ({
      at,
      keyword,
      field: String(name),
      within: [],
      where: [...there, index],
    }))
  })
  const inner = (part: Json | undefined, there: Path, place: Path) =>
    isObject(part) ? keywordsOf(spec, part, [...where, ...there], place, followed) : []
  return [
    ...own,
    ...(isObject(properties) ? Object.entries(properties) : []).flatMap(([name, part]) =>
      inner(part, ["properties", name], [...at, name]),
    ),
    ...inner(items, ["items"], [...at, 0]),
    ...inner(additionalProperties, ["additionalProperties"], [...at, extra]),
    ...itemsOf(allOf).flatMap((part, index) =>
      inner(part, ["allOf", index], at).map((one) => ({ ...one, within: [index, ...one.within] })),
    ),
  ]
}

/**
 * Whether a request can violate a keyword: in a form, a parameter or a header, everything is a text, an empty part of a path
 * is another path, and what is no object has no fields.
 */
export const isViolable = (
  { request }: Pick<SpecOperation, "request">,
  { at, keyword, field }: KeywordName,
): boolean => {
  const { places, mediaType } = request
  const placed = Object.values(places).flat()
  if (isWhole(request) && mediaType !== form) return true
  const [name = field] = at
  const isText = mediaType !== "application/json" || placed.includes(String(name))
  if (name === undefined) return keyword === "additionalProperties" && mediaType !== undefined
  if (places.path.includes(String(name))) return keyword !== "required" && keyword !== "minLength" && keyword !== "type"
  return !(keyword === "type" && isText)
}

/** Whether a value stands at a place of a body: for `required`, whether the field does. */
export const isPresent = (body: Json, { at, field }: KeywordName): boolean => {
  const value = [...at, ...(field === undefined ? [] : [field])].reduce<Json | undefined>(
    (node, key) => (isObject(node) || Array.isArray(node) ? Reflect.get(node, key) : undefined),
    body,
  )
  return value !== undefined
}
