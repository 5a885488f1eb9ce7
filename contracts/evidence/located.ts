/** Schemas with their place in the spec, so that a departure can point to it. */
import { isDeepStrictEqual } from "node:util"
import type { Judge } from "../spec/judge.ts"
import { isObject, items, type Json, type JsonSchema, type Spec } from "../spec/specs.ts"

/** A schema, and the path to it in its document. */
export interface Located {
  readonly schema: JsonSchema
  readonly at: ReadonlyArray<string | number>
}

/** A spec and its judge. */
export interface Contract {
  readonly spec: Spec
  readonly judge: Judge
}

/** The schema at a path of the document, references followed. */
export const schemaAt = (spec: Spec, schema: Json | undefined, at: Located["at"]): Located => {
  const node = isObject(schema) ? schema : {}
  if (typeof node.$ref !== "string") return { schema: node, at }
  const path = node.$ref.split("/").slice(1)
  const keys = path.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"))
  const target = keys.reduce<Json | undefined>(
    (found, key) => (isObject(found) ? found[key] : undefined),
    spec.document,
  )
  return schemaAt(spec, target, keys)
}

const inside = (spec: Spec, { schema, at }: Located, keyword: string): ReadonlyArray<Located> =>
  items(schema[keyword]).map((part, index) => schemaAt(spec, part, [...at, keyword, index]))

/** The schemas of an `allOf`. */
export const partsOf = (spec: Spec, located: Located): ReadonlyArray<Located> => inside(spec, located, "allOf")

/** The alternatives of an `anyOf` or a `oneOf`, nested ones included; else the schema itself. */
export const alternativesOf = (spec: Spec, located: Located): ReadonlyArray<Located> => {
  const branches = [...inside(spec, located, "anyOf"), ...inside(spec, located, "oneOf")]
  return branches.length === 0 ? [located] : branches.flatMap((branch) => alternativesOf(spec, branch))
}

/**
 * The alternative that matches a value best: by its constants, which distinguish a failure from a success, then by its
 * field names, then by the fewest errors. Validity alone would always choose a schema without fields.
 */
export const closest = ({ spec, judge }: Contract, located: Located, value: Json): Located => {
  const ranked = alternativesOf(spec, located).map((branch) => {
    const { errors } = judge(branch.schema, value)
    const named = propertiesOf({ spec, judge }, branch, value)
    const unnamed = isObject(value) ? Object.keys(value).filter((name) => !named.has(name)).length : 0
    return { branch, rank: [errors.filter(({ keyword }) => keyword === "const").length, unnamed, errors.length] }
  })
  const [best] = ranked.sort((one, other) => {
    const at = one.rank.findIndex((count, index) => count !== other.rank[index])
    return (one.rank[at] ?? 0) - (other.rank[at] ?? 0)
  })
  return best?.branch ?? located
}

/** The fields that a schema names for a value, through the parts of an `allOf` and the closest alternative. */
export const propertiesOf = (contract: Contract, located: Located, value: Json): ReadonlyMap<string, Located> => {
  const { spec } = contract
  const { schema, at } = located
  const own = Object.entries(isObject(schema.properties) ? schema.properties : {}).map(
    ([name, property]) => [name, schemaAt(spec, property, [...at, "properties", name])] as const,
  )
  const hasAlternatives = [schema.anyOf, schema.oneOf].some((some) => some !== undefined)
  const further = [...partsOf(spec, located), ...(hasAlternatives ? [closest(contract, located, value)] : [])]
  return new Map([...further.flatMap((part) => [...propertiesOf(contract, part, value)]), ...own])
}

/** Whether two schemas are the same: by place or by text. */
export const isSame = (one: Located, other: Located): boolean => isDeepStrictEqual(one.schema, other.schema)
