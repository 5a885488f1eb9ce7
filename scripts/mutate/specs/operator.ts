/** What an operator over specs is: a change to every part of a kind. */
import type { Anatomy, Part } from "./anatomy.ts"
import type { Edit } from "./edit.ts"

/** One change: its place in words, and its edits. */
export interface Mutation {
  readonly site: string
  readonly edits: ReadonlyArray<Edit>
}

/** Every change of its kind that a spec allows. */
export type Operator = (spec: Anatomy) => ReadonlyArray<Mutation>

/** Operators by name. */
export interface Operators {
  readonly [name: string]: Operator
}

/** What is done to a part: one edit, several together, or nothing. */
type Edits = Edit | ReadonlyArray<Edit> | false | undefined

/** Changes every part of a kind, where there is something to change. */
export const each =
  <Kind extends Exclude<keyof Anatomy, "document">>(
    kind: Kind,
    editsOf: (part: Anatomy[Kind][number], spec: Anatomy) => Edits,
  ): Operator =>
  (spec) => {
    // A union of lists has no common `flatMap`.
    const parts: ReadonlyArray<Anatomy[Kind][number] & Part> = spec[kind]
    return parts.flatMap((part) => {
      const edits = editsOf(part, spec)
      if (edits === undefined || edits === false) return []
      return [{ site: part.site, edits: [edits].flat() }]
    })
  }
