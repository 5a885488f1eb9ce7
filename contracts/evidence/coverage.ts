/** Which required claims the last run has shown. */
import { claimId } from "../spec/claim.ts"
import { type Evidence, readEvidence } from "./kept.ts"
import type { MaskedExchange } from "./masked.ts"
import { readRequirements, type TargetRequirement } from "./required.ts"

/** A claim on one target, and the exchanges that show it. */
export interface CoveredClaim extends TargetRequirement {
  readonly isCovered: boolean
  readonly exchanges: ReadonlyArray<MaskedExchange>
}

/** Exchanges kept per claim. */
const most = 3

/** Every claim with the evidence of the last run. */
export const readCoverage = async (): Promise<ReadonlyArray<CoveredClaim>> => {
  const shown = new Map<string, Array<Evidence>>()
  for (const evidence of readEvidence()) {
    for (const claim of evidence.shows) {
      const key = evidence.target + claimId(claim)
      shown.set(key, [...(shown.get(key) ?? []), evidence])
    }
  }
  return (await readRequirements()).map((required) => {
    const evidence = shown.get(required.target + claimId(required.claim)) ?? []
    return { ...required, isCovered: evidence.length > 0 && !required.isUncited, exchanges: distinct(evidence) }
  })
}

/** Exchanges that show the fewest other claims come first: they say most about this one. */
const distinct = (evidence: ReadonlyArray<Evidence>): ReadonlyArray<MaskedExchange> => {
  const sorted = evidence.toSorted((one, other) => one.shows.length - other.shows.length)
  return [...new Map(sorted.map(({ exchange }) => [JSON.stringify(exchange), exchange])).values()].slice(0, most)
}
