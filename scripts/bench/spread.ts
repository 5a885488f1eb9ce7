/** The median and spread of many noisy rounds. */

export interface Spread {
  readonly median: number
  /** A quarter of the rounds lies below. */
  readonly low: number
  /** A quarter of the rounds lies above. */
  readonly high: number
}

/** The value below which the share `of` of all values lies. */
export const quantile = (values: ReadonlyArray<number>, of: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * of
  const below = sorted[Math.floor(at)] ?? Number.NaN
  const above = sorted[Math.ceil(at)] ?? Number.NaN
  return below + (above - below) * (at - Math.floor(at))
}

export const median = (values: ReadonlyArray<number>): number => quantile(values, 0.5)

export const spread = (values: ReadonlyArray<number>): Spread => ({
  median: median(values),
  low: quantile(values, 0.25),
  high: quantile(values, 0.75),
})

/** Each round's value divided by the base's of the same round, so that a slow round slows both. */
export const ratios = (values: ReadonlyArray<number>, base: ReadonlyArray<number>): Spread =>
  spread(values.map((value, round) => value / (base[round] ?? Number.NaN)))

/** Each round's value minus the base's of the same round. */
export const differences = (values: ReadonlyArray<number>, base: ReadonlyArray<number>): Spread =>
  spread(values.map((value, round) => value - (base[round] ?? Number.NaN)))

/** Shuffles, so that no contender always follows the same one. */
export const shuffled = <A>(values: ReadonlyArray<A>): ReadonlyArray<A> =>
  values
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value)
