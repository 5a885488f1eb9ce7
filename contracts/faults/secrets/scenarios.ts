/** All scenarios, by what their result depends on. */
import { asBodies, asTokens, inErrors, inHeaders } from "./answers.ts"
import { early, hostile, late, locked } from "./callers.ts"
import type { Scenarios } from "./scenario.ts"
import { onTheWire } from "./wire.ts"

/** Depends on the shape of a secret: run with every shape. */
export const shaped: Readonly<Record<string, Scenarios>> = {
  "in the provider's own errors": inErrors,
  "as tokens": asTokens,
  "in what fetch throws": hostile,
}

/** Independent of the shape of a secret. */
export const plain: Readonly<Record<string, Scenarios>> = {
  "as the whole body": asBodies,
  "in headers": inHeaders,
  "where HTTP is broken": onTheWire,
  "in what a vault throws": locked,
}

/** Depends on time: run while nothing else does. */
export const timed: Readonly<Record<string, Scenarios>> = {
  "after the caller has gone": late,
  "while the caller goes": early,
}
