/** The place of a published fact in our specs: the line to open when a vendor has changed it. */
import { isObject, items, type Json, type JsonSchema, type Place } from "../../contracts/spec/specs.ts"
import type { Page } from "./pages.ts"

/** The place of a fact in the page's spec, else the place of the page in the sources. */
export const placeOf = ({ spec, operation, named }: Page, subject: string): Place => {
  const path = pathOf({ spec, operation }, subject) ?? pathToCode(spec.document, [], subject)
  return path === undefined ? named : spec.place(path)
}

type Path = ReadonlyArray<string | number>

const pathOf = ({ spec, operation }: Pick<Page, "spec" | "operation">, subject: string): Path | undefined => {
  if (subject.startsWith("server ")) return ["servers"]
  if (operation === undefined) return undefined
  const at = ["paths", operation.path, operation.method]
  if (subject === "path") return at.slice(0, 2)
  if (subject === "method" || subject === "page") return at
  const [, where = "", status = "", field] = subject.match(/^(request|answer ?(\S+)?)(?: field (\S+)| as)?$/) ?? []
  if (where === "request") {
    const media = [...at, "requestBody", "content"]
    return field === undefined
      ? media
      : (fieldIn(spec, operation.body?.contents ?? [], field) ?? [...at, "requestBody"])
  }
  if (!where.startsWith("answer")) return undefined
  const answers = operation.answers.filter((answer) => status === "field" || status === "" || answer.status === status)
  const inField =
    field &&
    fieldIn(
      spec,
      answers.flatMap(({ contents }) => contents),
      field,
    )
  return inField || [...at, "responses", status]
}

/** The first property of that name in a body's schemas, else the schema itself. */
const fieldIn = (
  spec: Page["spec"],
  contents: ReadonlyArray<{ readonly schema: JsonSchema }>,
  field: string,
): Path | undefined => {
  const paths = contents.flatMap(({ schema }) => schemasIn(schema))
  const found = paths.find((path) => {
    const { properties } = spec.resolve({ $ref: `#/${path.join("/")}` })
    return isObject(properties) && field in properties
  })
  return found === undefined ? paths[0] : [...found, "properties", field]
}

/** The named schemas that a body refers to. */
const schemasIn = (schema: Json): ReadonlyArray<Path> => {
  if (!isObject(schema)) return []
  if (typeof schema.$ref === "string") return [schema.$ref.split("/").slice(1)]
  return [...items(schema.anyOf), ...items(schema.oneOf), ...items(schema.allOf)].flatMap(schemasIn)
}

/** The `enum` that lists an error code, else the first that lists codes of its kind. */
const pathToCode = (document: Json, path: Path, subject: string): Path | undefined => {
  const [, kind, code] = subject.match(/^(.+) (?:code|type) (\w+)$/) ?? []
  if (code === undefined) return undefined
  const lists = enumsIn(document, path)
  const own = lists.find(({ members }) => members.includes(code))
  if (own !== undefined) return [...own.path, own.members.indexOf(code)]
  const shape = kind === "error" ? /^[A-Z_]+$/ : new RegExp(`^${kind?.split("_")[0]}`)
  return lists.find(({ members }) => members.some((member) => shape.test(String(member))))?.path
}

const enumsIn = (node: Json, path: Path): ReadonlyArray<{ path: Path; members: ReadonlyArray<Json> }> => {
  if (Array.isArray(node)) return node.flatMap((one, index) => enumsIn(one, [...path, index]))
  if (!isObject(node)) return []
  return Object.entries(node).flatMap(([key, value]) =>
    key === "enum" && Array.isArray(value)
      ? [{ path: [...path, key], members: value }]
      : enumsIn(value, [...path, key]),
  )
}
