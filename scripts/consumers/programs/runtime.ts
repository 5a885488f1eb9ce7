/**
 * Redeems in this runtime: in memory, over HTTP, with nobody listening, and with each provider's own entry. Prints the
 * outcomes as JSON.
 */
import { createTokenExchange } from "token-exchange"
import { createSimulator, type SimulatorServers } from "token-exchange/testing"
import { type Grants, issueGrants } from "./grants.ts"
import { createEach, type Entries, type Outcomes, redeemAll } from "./redemptions.ts"

/** The input, in the variable `CONSUMER`. */
export interface Served {
  /** Settings for the simulator's servers, which run in another process. */
  readonly settings: SimulatorServers["settings"]
  readonly grants: Grants
  /** An address where nobody listens. */
  readonly nobody: string
}

/** The output. */
export interface RuntimeOutcomes {
  readonly runtime: string
  readonly outcomes: { readonly [way: string]: Outcomes }
}

export const main = async (entries: Entries): Promise<void> => {
  const { settings, grants, nobody }: Served = JSON.parse(process.env.CONSUMER ?? "")
  const simulator = createSimulator()
  // A short deadline, since each redemption would be retried for most of a second.
  const elsewhere = { baseUrl: nobody, timeout: 200 }
  const unreachable: object = Object.fromEntries(
    Object.entries(settings).map(([provider, own]) => [provider, { ...own, ...elsewhere }]),
  )

  const { bun, deno, node } = process.versions
  const ran: RuntimeOutcomes = {
    runtime: deno ? `deno ${deno}` : bun ? `bun ${bun}` : `node ${node}`,
    outcomes: {
      "in memory": await redeemAll(createTokenExchange(simulator.settings), issueGrants(simulator)),
      "over HTTP": await redeemAll(createTokenExchange(settings), grants),
      "where nobody listens": await redeemAll(
        // Object.fromEntries loses the names; they are those of the settings.
        createTokenExchange(unreachable as typeof settings),
        issueGrants(simulator),
      ),
      "each provider alone": await redeemAll(
        createEach(entries, simulator.settings, { fetch: simulator.fetch }),
        issueGrants(simulator),
      ),
    },
  }
  console.log(JSON.stringify(ran))
}
