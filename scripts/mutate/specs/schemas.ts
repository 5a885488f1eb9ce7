/** Operators over the schemas of bodies. */
import { isObject, items, type Json } from "../../../contracts/spec/specs.ts"
import type { Anatomy, Property } from "./anatomy.ts"
import { drop, type Edit, type Path, put, rename } from "./edit.ts"
import { each, type Operator, type Operators } from "./operator.ts"

/** A type that excludes all its values. */
const otherType: Readonly<Record<string, string>> = {
  string: "integer",
  integer: "string",
  boolean: "string",
  array: "string",
  object: "string",
}

const unrequired = ({ isRequired, requiredAt, requiredIndex }: Property): ReadonlyArray<Edit> =>
  isRequired ? [drop([...requiredAt, requiredIndex])] : []

/** Renames a property in every example too. */
const renamedInExamples = ({ document }: Anatomy, name: string, to: string): ReadonlyArray<Edit> => {
  const found: Array<Edit> = []
  const visit = (node: unknown, at: Path, isExample: boolean): void => {
    if (Array.isArray(node)) for (const [index, item] of node.entries()) visit(item, [...at, index], isExample)
    if (!isObject(node)) return
    if (isExample && Object.hasOwn(node, name)) found.push(rename([...at, name], to))
    for (const [key, inner] of Object.entries(node)) visit(inner, [...at, key], isExample || key === "value")
  }
  visit(document, [], false)
  return found
}

const bounds = ["minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"]

/** Changes every schema that has the keyword. */
const where =
  (keyword: string, edit: (at: Path, value: unknown) => Edit): Operator =>
  (spec) =>
    spec.schemas
      .filter(({ node }) => node[keyword] !== undefined)
      .map(({ site, at, node }) => ({ site: `${site} ${keyword}`, edits: [edit([...at, keyword], node[keyword])] }))

/** The changes of several operators. */
const together =
  (operators: ReadonlyArray<Operator>): Operator =>
  (spec) =>
    operators.flatMap((operator) => operator(spec))

/** Changes the items of a schema's list, those that `isIt`. */
const eachItem =
  (
    keyword: string,
    edit: (at: Path, value: Json) => Edit,
    nameOf: (value: Json, index: number) => string,
    isIt = (_index: number, _count: number) => true,
  ): Operator =>
  ({ schemas }) =>
    schemas.flatMap(({ site, at, node }) =>
      items(node[keyword]).flatMap((value, index, all) =>
        isIt(index, all.length)
          ? [{ site: `${site} ${nameOf(value, index)}`, edits: [edit([...at, keyword, index], value)] }]
          : [],
      ),
    )

export const schemaOperators: Operators = {
  "rename property": each("properties", ({ at, name, isRequired, requiredAt, requiredIndex }, spec) => {
    const to = `${name}Renamed`
    return [
      rename(at, to),
      ...(isRequired ? [put([...requiredAt, requiredIndex], to)] : []),
      ...renamedInExamples(spec, name, to),
    ]
  }),
  "drop property": each("properties", (property) => [drop(property.at), ...unrequired(property)]),
  "retype property": each("properties", ({ at, node }) => {
    const type = otherType[String(node.type)]
    return type !== undefined && put([...at, "type"], type)
  }),
  "untype property": each("properties", ({ at }) => put(at, {})),
  "require property": each(
    "properties",
    ({ name, isRequired, requiredAt, required }) => !isRequired && put(requiredAt, [...required, name]),
  ),
  "unrequire property": each("properties", (property) => property.isRequired && unrequired(property)),
  "untype schema": each("components", ({ at }) => put(at, {})),
  "change const": where("const", (at, value) => put(at, typeof value === "boolean" ? !value : `${value}-changed`)),
  "drop const": where("const", drop),
  "drop enum value": eachItem("enum", drop, String),
  "respell enum value": eachItem(
    "enum",
    (at, value) => put(at, `${value}_2`),
    String,
    (at, count) => at === count - 1,
  ),
  "add enum value": where("enum", (at, value) => put(at, [...Object(value), "one_more"])),
  "drop format": each(
    "schemas",
    ({ at, node }) => node.format !== undefined && node.format !== "password" && drop([...at, "format"]),
  ),
  "change format": where("format", (at, value) =>
    put(at, value === "date-time" ? "date" : value === "uuid" ? "email" : "uuid"),
  ),
  "raise bound": together(bounds.map((name) => where(name, (at, value) => put(at, Number(value) + 1)))),
  "drop bound": together(bounds.map((name) => where(name, drop))),
  "close object": each(
    "components",
    ({ at, node }) =>
      node.type === "object" && node.additionalProperties === undefined && put([...at, "additionalProperties"], false),
  ),
  "open object": where("additionalProperties", drop),
  "drop branch": together(["anyOf", "oneOf"].map((key) => eachItem(key, drop, (_, index) => `${key} ${index + 1}`))),
  "loosen choice": together([where("oneOf", (at) => rename(at, "anyOf")), where("anyOf", (at) => rename(at, "allOf"))]),
  "retype items": each(
    "schemas",
    ({ at, node }) =>
      isObject(node.items) && put([...at, "items"], { type: node.items.type === "string" ? "integer" : "string" }),
  ),
}
