/** Redocly's context for our rules, and helpers to follow a document. */
import { isObject } from "../../contracts/spec/json.ts"

export type Node = Readonly<Record<string, unknown>>

export interface Location {
  /** Where in the document, such as `#/components/schemas/Detail`. */
  readonly pointer: string
  readonly source: { readonly absoluteRef: string }
  child(key: string | number): Location
  key(): Location
}

export interface Context {
  readonly key: string | number
  readonly location: Location
  report(problem: { readonly message: string; readonly location?: Location }): void
  resolve(node: unknown): { readonly node?: Node; readonly location?: Location }
}

/** The objects under the keys of a node, or in a list. */
export const nodesIn = (node: unknown): ReadonlyArray<readonly [key: string, node: Node]> =>
  typeof node === "object" && node !== null
    ? Object.entries(node).flatMap(([key, inner]) => (isObject(inner) ? [[key, inner] as const] : []))
    : []

export interface Part {
  readonly schema: Node
  readonly location: Location
}

/** A schema and all its parts, references followed, each once. */
export const schemasIn = (
  schema: unknown,
  location: Location,
  context: Pick<Context, "resolve">,
  seen = new Set<unknown>(),
): ReadonlyArray<Part> => {
  const resolved = context.resolve(schema)
  const at = isObject(schema) && "$ref" in schema ? resolved.location : location
  const { node } = resolved
  if (node === undefined || at === undefined || seen.has(node)) return []
  seen.add(node)
  const named = nodesIn(node.properties).map(([name, inner]) => [inner, at.child("properties").child(name)] as const)
  const single = ["items", "additionalProperties"].map((key) => [node[key], at.child(key)] as const)
  const listed = ["allOf", "anyOf", "oneOf"].flatMap((key) =>
    nodesIn(node[key]).map(([index, inner]) => [inner, at.child(key).child(Number(index))] as const),
  )
  return [
    { schema: node, location: at },
    ...[...named, ...single, ...listed].flatMap(([inner, there]) =>
      isObject(inner) ? schemasIn(inner, there, context, seen) : [],
    ),
  ]
}
