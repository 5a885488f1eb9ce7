/** A document as a walk sees it: each node knows where it really stands, since references are followed on the way. */
import { isObject, type Json, type JsonObject } from "../../../contracts/spec/specs.ts"

/** Where something stands in a document: keys and indices from its root. */
export type Path = ReadonlyArray<string | number>

export interface Node {
  readonly value: Json | undefined
  /** Behind a `$ref` the place that it leads to. */
  readonly path: Path
  /** The keys of an object, and none of anything else. */
  readonly keys: ReadonlyArray<string>
  /** The node below, there or not: a missing one has no value, and the path that it would have. */
  readonly at: (key: string | number) => Node
  /** What stands here, without following a reference. */
  readonly raw: Json | undefined
}

export const nodeOf = (root: JsonObject): Node => {
  const nodeAt = (raw: Json | undefined, path: Path): Node => {
    const { value, path: real } = follow(root, raw, path)
    return {
      value,
      path: real,
      raw,
      keys: isObject(value) ? Object.keys(value) : [],
      at: (key) => nodeAt(below(value, key), [...real, key]),
    }
  }
  return nodeAt(root, [])
}

const below = (value: Json | undefined, key: string | number): Json | undefined => {
  if (Array.isArray(value)) return value[Number(key)]
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/** What a reference leads to, with what is written beside the reference. One that leads nowhere stays as it is. */
const follow = (root: JsonObject, raw: Json | undefined, start: Path) => {
  let at = { value: raw, path: start }
  for (const seen = new Set<string>(); isObject(at.value) && typeof at.value.$ref === "string"; ) {
    const { $ref, ...beside } = at.value
    const reference = String($ref)
    if (seen.has(reference) || !reference.startsWith("#/")) break
    seen.add(reference)
    const path = pathOf(reference)
    const target = path.reduce<Json | undefined>(below, root)
    if (target === undefined) break
    at = { value: isObject(target) ? { ...target, ...beside } : target, path }
  }
  return at
}

/** The path that a JSON pointer in a fragment means: `#/components/schemas/Token`. */
export const pathOf = (pointer: string): Path =>
  pointer
    .replace(/^#?\//, "")
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"))
