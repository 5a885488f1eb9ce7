/** Redeems in this runtime over HTTP: with one client, with each provider's own entry, and with nobody listening. */
import { createTokenExchange } from "token-exchange"
import type { SimulatorServers } from "token-exchange/testing"
import { type Clients, type Grants, type Outcomes, redeemAll } from "./redemptions.ts"

/** Modules such as `token-exchange/dapi`, by provider. */
interface Entries {
  readonly [provider: string]: object
}

export interface Served {
  /** Settings for the simulator's servers, which run in another process. */
  readonly settings: SimulatorServers["settings"]
  /** Grants for each way. */
  readonly grants: readonly [whole: Grants, alone: Grants, unreachable: Grants]
  /** An address where nobody listens. */
  readonly nobody: string
}

export const run = async (
  { settings, grants: [whole, alone, unreachable], nobody }: Served,
  entries: Entries,
): Promise<{ readonly [way: string]: Outcomes }> => {
  // A short deadline, since each redemption would be retried for most of a second.
  const elsewhere: object = Object.fromEntries(
    Object.entries(settings).map(([provider, own]) => [provider, { ...own, baseUrl: nobody, timeout: 200 }]),
  )
  return {
    "one client": await redeemAll(createTokenExchange(settings), whole),
    "each provider alone": await redeemAll(createEach(entries, settings), alone),
    // Object.fromEntries loses the names; they are those of the settings.
    "where nobody listens": await redeemAll(createTokenExchange(elsewhere as typeof settings), unreachable),
  }
}

/** The client of each provider from its own entry, created by its `create…` function. */
const createEach = (entries: Entries, settings: { readonly [provider: string]: object }): Clients =>
  Object.fromEntries(
    Object.entries(entries).map(([provider, entry]) => {
      const [, create] = Object.entries(entry).find(([name]) => name.startsWith("create")) ?? []
      return [provider, create(settings[provider])]
    }),
  )
