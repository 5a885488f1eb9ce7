/** Runs many histories, some side by side, and finds the laws that they break. */
import { type History, runHistory } from "./history.ts"
import { brokenLaws } from "./laws.ts"
import { profiles } from "./profiles.ts"

export interface Broken {
  readonly seed: number
  readonly profile: string
  readonly laws: ReadonlyArray<string>
}

/** What is settled is noticed before the next turn of the event loop. */
const flush = () => new Promise<void>((resolve) => setImmediate(resolve))

/** The profile of a seed. */
const profileOf = (seed: number) => profiles[seed % profiles.length] ?? profiles[0]

/** One history by its seed. */
const historyOf = (seed: number): Promise<History> => runHistory(seed, profileOf(seed), flush)

/**
 * Runs histories by their seeds; `atOnce` of them share the turns of the event loop. Ends with the first that breaks a
 * law, or with none.
 */
export const findBroken = async (seeds: ReadonlyArray<number>, atOnce = 50): Promise<Broken | undefined> => {
  for (let first = 0; first < seeds.length; first += atOnce) {
    for (const history of await Promise.all(seeds.slice(first, first + atOnce).map(historyOf))) {
      const laws = brokenLaws(history)
      if (laws.length > 0) return { seed: history.seed, profile: history.profile.name, laws }
    }
  }
  return undefined
}
