/** The expected outcome of each redemption in any runtime, from the descriptors. */
import { registry } from "../registry.ts"
import type { Outcomes } from "./programs/redemptions.ts"
import type { Findings } from "./workplace.ts"

/** With reachable providers. A simulator does not rotate refresh tokens by default. */
export const reached: Outcomes = Object.fromEntries(
  [...registry].flatMap(([provider, { operations }]) =>
    Object.values(operations).flatMap(({ descriptor: { operationId, oneTime } }) => [
      [`${provider}.${operationId}`, provider],
      [`${provider}.${operationId}, again`, Object.values(oneTime).includes(true) ? "InvalidGrant" : provider],
    ]),
  ),
)

/** When nobody listens. Deno does not show what was sent, so the outcome is unknown there, as the README says. */
export const unreachable = (runtime: string): Outcomes => {
  const tag = runtime === "deno" ? "OutcomeUnknown" : "ConnectionFailed"
  return Object.fromEntries(Object.keys(reached).map((redemption) => [redemption, tag]))
}

/** Every difference from the expected outcomes. */
export const compare = (way: string, expected: Outcomes, actual: Outcomes = {}): Findings =>
  [...new Set([...Object.keys(expected), ...Object.keys(actual)])].flatMap((redemption) => {
    const [wanted, came] = [expected[redemption] ?? "nothing", actual[redemption] ?? "nothing"]
    return wanted === came ? [] : [`${way}: ${redemption} came to ${came}, not to ${wanted}`]
  })
