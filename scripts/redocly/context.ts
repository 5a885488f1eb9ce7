/** Redocly's context for our rules. */
import { isObject, type Json, type JsonObject } from "../../contracts/spec/json.ts"

export type Node = JsonObject

export interface Location {
  /** Where in the document, such as `#/components/schemas/Detail`. */
  readonly pointer: string
  readonly source: { readonly absoluteRef: string }
  child(key: string | number): Location
  key(): Location
}

export interface Context {
  /** The node's key in its parent: of an operation, the method. */
  readonly key: string
  readonly location: Location
  report(problem: { readonly message: string; readonly location?: Location }): void
  resolve(node: Json | undefined): { readonly node?: Node }
}

/** The objects under the keys of a node, or in a list. */
export const nodesIn = (node: Json | undefined): ReadonlyArray<readonly [key: string, node: Node]> =>
  typeof node === "object" && node !== null
    ? Object.entries(node).flatMap(([key, inner]) => (isObject(inner) ? [[key, inner] as const] : []))
    : []
