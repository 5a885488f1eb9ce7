/** The mutants that change nothing for anybody, each with its reason. */

export interface Equivalent {
  /** The id of a mutant, or of several. */
  readonly mutants: RegExp
  readonly reason: string
}

export const equivalents: ReadonlyArray<Equivalent> = []

export const reasonFor = (id: string, entries: ReadonlyArray<Equivalent>): string | undefined =>
  entries.find(({ mutants }) => mutants.test(id))?.reason
