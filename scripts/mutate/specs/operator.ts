/** What an operator over specs is. */
import type { Anatomy } from "./anatomy.ts"
import type { Edit } from "./edit.ts"

/** One change: where, in words, and how. */
export interface Mutation {
  readonly site: string
  readonly edits: ReadonlyArray<Edit>
}

export const mutation = (site: string, ...edits: ReadonlyArray<Edit>): Mutation => ({ site, edits })

/** By name, every change of its kind that a spec allows. */
export interface Operators {
  readonly [name: string]: (spec: Anatomy) => ReadonlyArray<Mutation>
}
