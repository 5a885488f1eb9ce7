/**
 * The departures of a body from its schema, field by field. Ajv judges each keyword; the traversal is our own, since
 * Ajv reports no unknown field, and an `anyOf` accepts bodies that match no alternative closely.
 */

import { isObject, items, type Json } from "../spec/specs.ts"
import type { Departure, Kind } from "./departure.ts"
import { type Contract, closest, type Located, partsOf, propertiesOf, schemaAt } from "./located.ts"
import { maskName } from "./masked.ts"
import { wordsOf } from "./words.ts"

type Path = ReadonlyArray<string | number>

/** More in one body tell nothing new. */
const most = 20

/** The departures of `value`, one per field. */
export const departuresOf = (contract: Contract, located: Located, value: Json): ReadonlyArray<Departure> => {
  const { judge, spec } = contract
  const found = walk(contract, located, value, [], maskName(wordsOf(spec))).slice(0, most)
  if (found.length > 0) return found
  const [error] = judge(located.schema, value).errors
  // Exclusive alternatives, or a keyword beside them.
  if (error !== undefined) {
    const seen = `a body that breaks \`${error.keyword}\``
    return [{ kind: "wrong value", expected: "a body as documented", seen, place: spec.place(located.at) }]
  }
  const names = [...propertiesOf(contract, located, value).keys()]
  // An alternative with only optional fields accepts an empty object.
  if (isObject(value) && Object.keys(value).length === 0 && names.length > 0) {
    const expected = `at least one of ${names.join(", ")}`
    return [{ kind: "missing field", expected, seen: "an object without fields", place: spec.place(located.at) }]
  }
  return []
}

/** A single value: its keywords, and its unknown fields. */
const walk = (
  contract: Contract,
  located: Located,
  value: Json,
  path: Path,
  shown: (name: string) => string,
): ReadonlyArray<Departure> => {
  const broken = keywordsOf(contract, located, value, path, shown)
  if (!isObject(value)) return broken
  const named = propertiesOf(contract, located, value)
  const { additionalProperties } = located.schema
  if ((named.size === 0 && additionalProperties !== false) || isObject(additionalProperties)) return broken
  const extras = Object.keys(value).filter((name) => !named.has(name))
  if (extras.length === 0) return broken
  const expected = `only ${[...named.keys()].join(", ")}`
  const some = extras.slice(0, 5).map((name) => `${dotted([...path, shown(name)])}: ${typeOf(value[name])}`)
  const seen = [...some, ...(extras.length > 5 ? [`${extras.length - 5} more`] : [])].join(", ")
  return [...broken, { kind: "extra field", expected, seen, place: contract.spec.place([...located.at, "properties"]) }]
}

/** Keywords whose arguments are schemas, or that are checked separately. */
const walked = ["properties", "required", "items", "allOf", "anyOf", "oneOf", "additionalProperties"]

const keywordsOf = (
  contract: Contract,
  located: Located,
  value: Json,
  path: Path,
  shown: (name: string) => string,
): ReadonlyArray<Departure> => {
  const { spec, judge } = contract
  const { schema, at } = located
  const own = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !walked.includes(keyword)))
  const { errors } = judge(own, value)
  const worst = errors.find(({ keyword }) => keyword === "type") ?? errors[0]
  if (worst !== undefined) {
    const { keyword } = worst
    const expected = `${dotted(path)}: ${keyword} ${JSON.stringify(schema[keyword])}`
    return [{ kind: kindOf(keyword), expected, seen: typeOf(value), place: spec.place([...at, keyword]) }]
  }
  const missing = isObject(value)
    ? items(schema.required)
        .map(String)
        .filter((name) => !(name in value))
    : []
  const fields = isObject(value) && isObject(schema.properties) ? Object.entries(schema.properties) : []
  const rest = isObject(value) && isObject(schema.additionalProperties) ? schema.additionalProperties : undefined
  const names = new Set(fields.map(([name]) => name))
  return [
    ...missing.map((name): Departure => {
      const place = spec.place([...at, "properties", name])
      return { kind: "missing field", expected: dotted([...path, name]), seen: "no such field", place }
    }),
    ...fields.flatMap(([name, property]) => {
      const inner = isObject(value) ? value[name] : undefined
      if (inner === undefined) return []
      return walk(contract, schemaAt(spec, property, [...at, "properties", name]), inner, [...path, name], shown)
    }),
    ...(isObject(value) && rest !== undefined ? Object.entries(value) : []).flatMap(([name, inner]) =>
      names.has(name)
        ? []
        : walk(contract, schemaAt(spec, rest, [...at, "additionalProperties"]), inner, [...path, shown(name)], shown),
    ),
    ...(schema.items === undefined ? [] : items(value)).flatMap((item, index) =>
      walk(contract, schemaAt(spec, schema.items, [...at, "items"]), item, [...path, index], shown),
    ),
    ...partsOf(spec, located).flatMap((part) => keywordsOf(contract, part, value, path, shown)),
    ...([schema.anyOf, schema.oneOf].some((some) => some !== undefined)
      ? keywordsOf(contract, closest(contract, located, value), value, path, shown)
      : []),
  ]
}

const kindOf = (keyword: string): Kind =>
  keyword === "type" ? "mistyped field" : keyword === "format" ? "wrong format" : "wrong value"

const dotted = (path: Path) => (path.length === 0 ? "the body" : path.join("."))

/** The kind of a value, without the value. */
export const typeOf = (value: Json | undefined): string => {
  if (value === null) return "null"
  if (Array.isArray(value)) return "array"
  return value === "" ? "empty text" : typeof value === "string" ? "text" : typeof value
}
