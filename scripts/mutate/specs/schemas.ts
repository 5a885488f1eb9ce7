/** Operators over the schemas of bodies. */
import { isObject, items, type JsonObject } from "../../../contracts/spec/specs.ts"
import type { Anatomy, Property } from "./anatomy.ts"
import { drop, type Edit, type Path, put, rename } from "./edit.ts"
import { mutation, type Operators } from "./operator.ts"

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

/** A mutation of every schema that has the keyword. */
const editsWhere = (
  keyword: string,
  { schemas }: Anatomy,
  edits: (at: Path, value: unknown, node: JsonObject) => Edit,
) =>
  schemas
    .filter(({ node }) => node[keyword] !== undefined)
    .map(({ site, at, node }) => mutation(`${site} ${keyword}`, edits([...at, keyword], node[keyword], node)))

export const schemaOperators: Operators = {
  "rename property": (spec) =>
    spec.properties.map((property) => {
      const { site, at, name, isRequired, requiredAt, requiredIndex } = property
      const to = `${name}Renamed`
      return mutation(
        site,
        rename(at, to),
        ...(isRequired ? [put([...requiredAt, requiredIndex], to)] : []),
        ...renamedInExamples(spec, name, to),
      )
    }),
  "drop property": ({ properties }) =>
    properties.map((property) => mutation(property.site, drop(property.at), ...unrequired(property))),
  "retype property": ({ properties }) =>
    properties.flatMap(({ site, at, node }) => {
      const type = otherType[String(node.type)]
      return type === undefined ? [] : [mutation(site, put([...at, "type"], type))]
    }),
  "untype property": ({ properties }) => properties.map(({ site, at }) => mutation(site, put(at, {}))),
  "require property": ({ properties }) =>
    properties
      .filter(({ isRequired }) => !isRequired)
      .map(({ site, name, requiredAt, required }) => mutation(site, put(requiredAt, [...required, name]))),
  "unrequire property": ({ properties }) =>
    properties.filter(({ isRequired }) => isRequired).map((one) => mutation(one.site, ...unrequired(one))),
  "untype schema": ({ components }) => components.map(({ site, at }) => mutation(site, put(at, {}))),
  "change const": (spec) =>
    editsWhere("const", spec, (at, value) => put(at, typeof value === "boolean" ? !value : `${value}-changed`)),
  "drop const": (spec) => editsWhere("const", spec, (at) => drop(at)),
  "drop enum value": ({ schemas }) =>
    schemas.flatMap(({ site, at, node }) =>
      items(node.enum).map((value, index) => mutation(`${site} ${value}`, drop([...at, "enum", index]))),
    ),
  "respell enum value": ({ schemas }) =>
    schemas.flatMap(({ site, at, node }) =>
      items(node.enum)
        .slice(-1)
        .map((value) => mutation(`${site} ${value}`, put([...at, "enum", items(node.enum).length - 1], `${value}_2`))),
    ),
  "add enum value": (spec) => editsWhere("enum", spec, (at, value) => put(at, [...Object(value), "one_more"])),
  "drop format": ({ schemas }) =>
    schemas
      .filter(({ node }) => node.format !== undefined && node.format !== "password")
      .map(({ site, at }) => mutation(site, drop([...at, "format"]))),
  "change format": (spec) =>
    editsWhere("format", spec, (at, value) =>
      put(at, value === "date-time" ? "date" : value === "uuid" ? "email" : "uuid"),
    ),
  "raise bound": (spec) => bounds.flatMap((name) => editsWhere(name, spec, (at, value) => put(at, Number(value) + 1))),
  "drop bound": (spec) => bounds.flatMap((name) => editsWhere(name, spec, (at) => drop(at))),
  "close object": ({ components }) =>
    components
      .filter(({ node }) => node.type === "object" && node.additionalProperties === undefined)
      .map(({ site, at }) => mutation(site, put([...at, "additionalProperties"], false))),
  "open object": (spec) => editsWhere("additionalProperties", spec, (at) => drop(at)),
  "drop branch": ({ schemas }) =>
    schemas.flatMap(({ site, at, node }) =>
      ["anyOf", "oneOf"].flatMap((key) =>
        items(node[key]).map((_, index) => mutation(`${site} ${key} ${index + 1}`, drop([...at, key, index]))),
      ),
    ),
  "loosen choice": (spec) => [
    ...editsWhere("oneOf", spec, (at) => rename(at, "anyOf")),
    ...editsWhere("anyOf", spec, (at) => rename(at, "allOf")),
  ],
  "retype items": ({ schemas }) =>
    schemas
      .filter(({ node }) => isObject(node.items))
      .map(({ site, at, node }) =>
        mutation(
          site,
          put([...at, "items"], Object(node.items).type === "string" ? { type: "integer" } : { type: "string" }),
        ),
      ),
}
