/** The type of operators over specs. */
import type { Anatomy } from "./anatomy.ts"
import type { Edit } from "./edit.ts"

/** One change: its place in words, and its edits. */
export interface Mutation {
  readonly site: string
  readonly edits: ReadonlyArray<Edit>
}

export const mutation = (site: string, ...edits: ReadonlyArray<Edit>): Mutation => ({ site, edits })

/** Operators by name, each with every change that a spec allows. */
export interface Operators {
  readonly [name: string]: (spec: Anatomy) => ReadonlyArray<Mutation>
}
