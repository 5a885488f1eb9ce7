/** All scenarios, by what decides in them. */
import { asBodies, asTokens, inErrors, inHeaders } from "./answers.ts"
import { early, hostile, late, locked } from "./callers.ts"
import type { Scenarios } from "./scenario.ts"
import { onTheWire } from "./wire.ts"

/** The shape of a secret decides: run with every one. */
export const shaped: Readonly<Record<string, Scenarios>> = {
  "in the provider's own errors": inErrors,
  "as tokens": asTokens,
  "in what fetch throws": hostile,
}

/** The shape of a secret does not matter. */
export const plain: Readonly<Record<string, Scenarios>> = {
  "as the whole body": asBodies,
  "in headers": inHeaders,
  "where HTTP is broken": onTheWire,
  "in what a vault throws": locked,
}

/** Time decides: run while the processor has nothing else to do. */
export const timed: Readonly<Record<string, Scenarios>> = {
  "after the caller has gone": late,
  "while the caller goes": early,
}
