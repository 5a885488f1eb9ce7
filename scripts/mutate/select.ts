/** Selects the mutants to judge. */
import type { Mutant } from "./mutant.ts"

/** At most `most` of each operator in each file, from the first to the last, evenly spread. */
export const sampled = (mutants: ReadonlyArray<Mutant>, most: number): ReadonlyArray<Mutant> =>
  [...Map.groupBy(mutants, ({ file, operator }) => `${file} ${operator}`).values()].flatMap((group) =>
    group.length <= most ? group : spread(group, most),
  )

const spread = <A>(all: ReadonlyArray<A>, count: number): ReadonlyArray<A> =>
  Array.from(
    { length: count },
    (_, index) => all[Math.round((index * (all.length - 1)) / Math.max(1, count - 1))],
  ).filter((one) => one !== undefined)
