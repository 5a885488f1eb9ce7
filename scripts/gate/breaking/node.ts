/** A document with references followed: each node knows its real place. */
import { isObject, type Json, type JsonObject } from "../../../contracts/spec/specs.ts"

/** A place in a document: keys and indices from its root. */
export type Path = ReadonlyArray<string | number>

export interface Node {
  readonly value: Json | undefined
  /** Behind a `$ref`, the place of its target. */
  readonly path: Path
  /** The keys of an object; none for any other value. */
  readonly keys: ReadonlyArray<string>
  /** The child node. A missing one has no value, but the path that it would have. */
  readonly at: (key: string | number) => Node
  /** The value without following a reference. */
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

/** The target of a reference, merged with its siblings. A broken reference stays as it is. */
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

/** The path of a JSON pointer in a fragment: `#/components/schemas/Token`. */
export const pathOf = (pointer: string): Path =>
  pointer
    .replace(/^#?\//, "")
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"))
