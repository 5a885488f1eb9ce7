/** Chance that a seed repeats. */
export interface Chance {
  /** At least 0, below 1. */
  readonly next: () => number
  readonly isLikely: (probability: number) => boolean
  /** A whole number from `low` to `high`. */
  readonly between: (low: number, high: number) => number
  readonly pick: <A>(all: readonly [A, ...ReadonlyArray<A>]) => A
}

/** Chance from a seed (mulberry32). */
export const chanceOf = (seed: number): Chance => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    isLikely: (probability) => next() < probability,
    pick: (all) => all[between(0, all.length - 1)] ?? all[0],
  }
}
