/** A body, leaf by leaf, with the schemas that apply at each place. */
import { isObject, items as itemsOf, type Json, type JsonSchema, type Spec } from "../spec/specs.ts"

export type Leaf = string | number | boolean

/** What replaces the leaves and the names of a body. */
export interface Replacing {
  /** `schemas` are those at its place, references not followed; none where the spec knows no such place. */
  readonly leaf: (value: Leaf, schemas: ReadonlyArray<JsonSchema>) => Json
  readonly name: (name: string) => string
}

/** Deeper bodies are no answers of a token API, and would exhaust the stack. */
const deepest = 50

/** A body of one of these schemas with every leaf and every name replaced. `null` is kept. */
export const replaced = (
  spec: Spec,
  schemas: ReadonlyArray<JsonSchema>,
  value: Json,
  how: Replacing,
  depth = 0,
): Json => {
  if (value === null || depth > deepest) return null
  if (typeof value !== "object") return how.leaf(value, schemas)
  const here = schemas.flatMap((schema) => partsOf(spec, schema))
  const below = (inner: Json, parts: ReadonlyArray<Json | undefined>) =>
    replaced(spec, parts.filter(isObject), inner, how, depth + 1)
  if (!isObject(value)) {
    const parts = here.map(({ items }) => items)
    return itemsOf(value).map((item) => below(item, parts))
  }
  const named = (name: string) =>
    here.map(({ properties, additionalProperties }) =>
      isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : additionalProperties,
    )
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [how.name(name), below(inner, named(name))]))
}

/** Whether one of these schemas marks a secret. */
export const isSecret = (spec: Spec, schemas: ReadonlyArray<JsonSchema>): boolean =>
  schemas.flatMap((schema) => partsOf(spec, schema)).some(({ format }) => format === "password")

/** The leaves of a body, each with the schemas at its place. */
export const leavesIn = (spec: Spec, schemas: ReadonlyArray<JsonSchema>, body: Json) => {
  const leaves: Array<{ readonly value: Leaf; readonly schemas: ReadonlyArray<JsonSchema> }> = []
  const leaf: Replacing["leaf"] = (value, at) => {
    leaves.push({ value, schemas: at })
    return value
  }
  replaced(spec, schemas, body, { leaf, name: (name) => name })
  return leaves
}

/** The texts in a body of one of these schemas that the spec marks as secrets. */
export const secretsIn = (spec: Spec, schemas: ReadonlyArray<JsonSchema>, body: Json): ReadonlyArray<string> =>
  leavesIn(spec, schemas, body).flatMap(({ value, schemas: at }) =>
    typeof value === "string" && isSecret(spec, at) ? [value] : [],
  )

/** A schema, and every schema that applies at the same place. */
const partsOf = (spec: Spec, schema: JsonSchema): ReadonlyArray<JsonSchema> => {
  const { allOf, anyOf, oneOf, ...own } = spec.resolve(schema)
  const parts = [allOf, anyOf, oneOf].flatMap(itemsOf).filter(isObject)
  return [own, ...parts.flatMap((part) => partsOf(spec, part))]
}
