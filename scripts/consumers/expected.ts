/** What each redemption must come to, whatever the runtime. */
import type { Findings } from "./workplace.ts"

interface Outcomes {
  readonly [redemption: string]: string
}

/** Where the providers are reached. */
export const reached: Outcomes = {
  "aisquare.obtainToken": "aisquare",
  "aisquare.refreshToken": "aisquare",
  "aisquare.exchangeToken": "aisquare",
  "aisquare.exchangeToken, again": "InvalidGrant",
  "finqware.exchangeToken": "finqware",
  "finqware.exchangeToken, again": "InvalidGrant",
  "dapi.exchangeToken": "dapi",
  "dapi.exchangeToken, again": "InvalidGrant",
}

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
