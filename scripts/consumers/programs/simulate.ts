/** Redeems in this runtime in memory. */
import { createTokenExchange } from "token-exchange"
import { createSimulator } from "token-exchange/testing"
import { issueGrants, redeemAll } from "./redemptions.ts"

export const run = async () => {
  const simulator = createSimulator()
  return { "in memory": await redeemAll(createTokenExchange(simulator.settings), issueGrants(simulator)) }
}
