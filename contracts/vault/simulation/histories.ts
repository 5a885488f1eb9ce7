/** The histories of `npm test`: the same seeds each time, so that what fails in CI fails here. */
import { afterAll, expect, it } from "vitest"
import { profiles } from "./profiles.ts"
import { findBroken } from "./run.ts"

/** Histories of each profile. With all profiles these are 3,200. */
const each = 400

/**
 * `SIMULATION_SEED` begins elsewhere. A history is its seed: `node contracts/vault/simulation/main.ts <seed> 1` runs it
 * alone.
 */
const first = Number(process.env.SIMULATION_SEED ?? 1)

/** A test for each of some profiles. */
export const testHistories = (isChosen: (index: number) => boolean): void => {
  const chosen = profiles.map((profile, index) => ({ ...profile, index })).filter(({ index }) => isChosen(index))

  it.each(chosen)(`no law is broken in ${each} histories in which $name`, async ({ index }) => {
    // The seed says which profile a history has.
    const seeds = Array.from({ length: each }, (_, count) => (first + count) * profiles.length + index)
    expect(await findBroken(seeds)).toBeUndefined()
  })

  afterAll(() => {
    process.stdout.write(
      `Simulation: ${each} histories of ${chosen.length} profiles, seeds from ${first * profiles.length}.\n`,
    )
  })
}
