/** All that a redemption meets, by what decides in it. */
import { asBodies, asTokens, inErrors, inHeaders } from "./answers.ts"
import { early, hostile, late, locked } from "./callers.ts"
import type { Scenarios } from "./scenario.ts"
import { onTheWire } from "./wire.ts"

/** Where an echo's own shape decides: with every planting. */
export const shaped: Readonly<Record<string, Scenarios>> = {
  "in the provider's own errors": inErrors,
  "as tokens": asTokens,
  "in what fetch throws": hostile,
}

export const plain: Readonly<Record<string, Scenarios>> = {
  "as the whole body": asBodies,
  "in headers": inHeaders,
  "where HTTP is broken": onTheWire,
  "in what a vault throws": locked,
}

/** By the clock: met while the processor has nothing else to do. */
export const timed: Readonly<Record<string, Scenarios>> = {
  "after the caller has gone": late,
  "while the caller goes": early,
}
