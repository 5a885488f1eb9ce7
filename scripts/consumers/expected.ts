/** What each redemption must come to, whatever the runtime: it follows from the descriptors. */
import { registry } from "../registry.ts"
import type { Outcomes } from "./programs/redemptions.ts"
import type { Findings } from "./workplace.ts"

/** Where the providers are reached. A simulator does not rotate refresh tokens unless it is asked to. */
export const reached: Outcomes = Object.fromEntries(
  [...registry].flatMap(([provider, { operations }]) =>
    Object.values(operations).flatMap(({ descriptor: { operationId, oneTime } }) => [
      [`${provider}.${operationId}`, provider],
      [`${provider}.${operationId}, again`, Object.values(oneTime).includes(true) ? "InvalidGrant" : provider],
    ]),
  ),
)

/** Where nobody listens. Deno does not tell what was sent, so nothing is known there; the README says so. */
export const unreachable = (runtime: string): Outcomes => {
  const tag = runtime === "deno" ? "OutcomeUnknown" : "ConnectionFailed"
  return Object.fromEntries(Object.keys(reached).map((redemption) => [redemption, tag]))
}

/** Every difference between what came and what must come. */
export const compare = (way: string, expected: Outcomes, actual: Outcomes = {}): Findings =>
  [...new Set([...Object.keys(expected), ...Object.keys(actual)])].flatMap((redemption) => {
    const [wanted, came] = [expected[redemption] ?? "nothing", actual[redemption] ?? "nothing"]
    return wanted === came ? [] : [`${way}: ${redemption} came to ${came}, not to ${wanted}`]
  })
