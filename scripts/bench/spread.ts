/** Figures from many noisy rounds. */

type Rounds = ReadonlyArray<number>

/** The value below which the share `of` of all values lies. */
const quantile = (values: Rounds, of: number): number => {
  const sorted = values.toSorted((one, other) => one - other)
  const at = (sorted.length - 1) * of
  const below = sorted[Math.floor(at)] ?? Number.NaN
  const above = sorted[Math.ceil(at)] ?? Number.NaN
  return below + (above - below) * (at - Math.floor(at))
}

export const median = (values: Rounds): number => quantile(values, 0.5)

/** `2.31 (2.25–2.40)`: the median, and the range of the middle half of the rounds. */
export const withSpread = (values: Rounds, digits = 2): string => {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((of) => quantile(values, of).toFixed(digits))
  return `${middle} (${low}–${high})`
}

/** Each round's value compared with the base's of the same round, so that a slow round slows both. */
const beside = (compare: (value: number, base: number) => number) => (values: Rounds, base: Rounds) =>
  values.map((value, round) => compare(value, base[round] ?? Number.NaN))

export const ratios = beside((value, base) => value / base)
export const differences = beside((value, base) => value - base)

/** In random order, so that no contender always follows the same one. */
export const shuffled = <A>(values: ReadonlyArray<A>): ReadonlyArray<A> =>
  values
    .map((value) => ({ value, at: Math.random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ value }) => value)
