/** A document with references followed: each node knows its real place. */
import { BrokenSpec, type Document } from "../../../contracts/spec/document.ts"
import { isObject, type Json, keysOfPointer } from "../../../contracts/spec/json.ts"

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

const below = (value: Json | undefined, key: string | number): Json | undefined => {
  if (Array.isArray(value)) return value[Number(key)]
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/** The root. A reference that leads nowhere is a {@link BrokenSpec}: the changes of what it stands for cannot be seen. */
export const nodeOf = ({ root, place }: Pick<Document, "root" | "place">): Node => {
  /** The target of a reference, merged with its siblings. */
  const follow = (raw: Json | undefined, start: Path) => {
    let at = { value: raw, path: start }
    for (const seen = new Set<string>(); isObject(at.value) && typeof at.value.$ref === "string"; ) {
      const { $ref: reference, ...beside } = at.value
      const path = keysOfPointer(reference)
      const isKnown = reference.startsWith("#/") && !seen.has(reference)
      const target = isKnown ? path.reduce<Json | undefined>(below, root) : undefined
      if (target === undefined) {
        const message = `\`${reference}\` leads nowhere in this document, so its changes cannot be seen.`
        throw new BrokenSpec([{ ...place(start), message }])
      }
      seen.add(reference)
      at = { value: isObject(target) ? { ...target, ...beside } : target, path }
    }
    return at
  }
  const nodeAt = (raw: Json | undefined, start: Path): Node => {
    const { value, path } = follow(raw, start)
    const keys = isObject(value) ? Object.keys(value) : []
    return { value, path, raw, keys, at: (key) => nodeAt(below(value, key), [...path, key]) }
  }
  return nodeAt(root, [])
}
