/** The grants that a simulated provider has issued, and why it refuses one that is presented. */
import type { SimulatedClock } from "./clock.ts"

interface Issued<Kept> {
  readonly kept: Kept
  /** In milliseconds since the epoch. */
  readonly endsAt: number
  isSpent: boolean
}

/** What was kept of a good grant, or a hint for the journal. */
export type Found<Kept> =
  | { readonly kept: Kept; readonly hint?: never }
  | { readonly kept?: never; readonly hint: string }

/** The grants of one kind. */
export interface IssuedGrants<Kept> {
  readonly issue: (grant: string, kept: Kept, endsAt: number) => void
  readonly find: (grant: unknown) => Found<Kept>
  readonly spend: (grant: unknown) => void
}

/** `source` is the call that gives a test such a grant, such as `dapi.issueGrant()`. */
export const makeGrants = <Kept>(clock: SimulatedClock, source: string): IssuedGrants<Kept> => {
  const issued = new Map<unknown, Issued<Kept>>()
  return {
    issue: (grant, kept, endsAt) => void issued.set(grant, { kept, endsAt, isSpent: false }),
    find: (grant) => {
      const one = issued.get(grant)
      if (one === undefined) return { hint: `This grant was never issued here: take one from ${source}.` }
      if (one.isSpent) return { hint: `This grant was spent before: take another one from ${source}.` }
      if (one.endsAt > clock.now().getTime()) return { kept: one.kept }
      return { hint: `This grant has expired by the simulator's clock: take another one from ${source}.` }
    },
    spend: (grant) => {
      const one = issued.get(grant)
      if (one !== undefined) one.isSpent = true
    },
  }
}
