/** A document with references followed: each node knows its real place. */
import { isObject, type Json, type JsonObject } from "../../../contracts/spec/specs.ts"

/** A place in a document: keys and indices from its root. */
export type Path = ReadonlyArray<string | number>

/** A reference that leads nowhere in its document, and its place: what it stands for cannot be compared. */
export class BrokenReference extends Error {
  readonly root: JsonObject
  readonly path: Path
  constructor(reference: string, root: JsonObject, path: Path) {
    super(`\`${reference}\` leads nowhere in this document, so its changes cannot be seen.`)
    this.root = root
    this.path = path
  }
}

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

/** The target of a reference, merged with its siblings. */
const follow = (root: JsonObject, raw: Json | undefined, start: Path) => {
  let at = { value: raw, path: start }
  for (const seen = new Set<string>(); isObject(at.value) && typeof at.value.$ref === "string"; ) {
    const { $ref: reference, ...beside } = at.value
    const path = pathOf(reference)
    const target =
      reference.startsWith("#/") && !seen.has(reference) ? path.reduce<Json | undefined>(below, root) : undefined
    if (target === undefined) throw new BrokenReference(reference, root, start)
    seen.add(reference)
    at = { value: isObject(target) ? { ...target, ...beside } : target, path }
  }
  return at
}

/** The path of a JSON pointer in a fragment: `#/components/schemas/Token`. */
export const pathOf = (pointer: string): Path =>
  pointer
    .replace(/^#?\//, "")
    .split("/")
    .map((key) => decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~"))
