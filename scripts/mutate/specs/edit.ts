/** Edits of a YAML document by path, for the operators. */
import { type Document, isMap, isScalar } from "yaml"

export type Path = ReadonlyArray<string | number>

/** A change to a document, in place. */
export type Edit = (document: Document) => void

/** Replaces or adds a value. */
export const put =
  (path: Path, value: unknown): Edit =>
  (document) =>
    document.setIn(path, document.createNode(value))

export const drop =
  (path: Path): Edit =>
  (document) => {
    document.deleteIn(path)
  }

/** Renames a key in its place. */
export const rename =
  (path: Path, name: string): Edit =>
  (document) => {
    const parent = document.getIn(path.slice(0, -1), true)
    const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : undefined
    if (pair === undefined) throw new Error(`There is no ${path.join(".")}.`)
    pair.key = document.createNode(name)
  }
