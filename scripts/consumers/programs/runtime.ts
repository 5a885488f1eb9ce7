/**
 * Redeems in the runtime that runs this: in memory, over HTTP, and where nobody listens. Prints what each redemption
 * came to, as JSON.
 */
import { createTokenExchange } from "token-exchange"
import { createSimulator, type SimulatorServers } from "token-exchange/testing"
import { type Grants, issueGrants } from "./grants.ts"
import { redeemAll } from "./redemptions.ts"

/** What comes from outside, in the variable `CONSUMER`. */
export interface Served {
  /** Of the simulator's servers, which run in another process. */
  readonly settings: SimulatorServers["settings"]
  readonly grants: Grants
  /** An address where nobody listens. */
  readonly nobody: string
}

/** What is printed. */
export interface Report {
  readonly runtime: string
  readonly outcomes: { readonly [way: string]: { readonly [redemption: string]: string } }
}

const { settings, grants, nobody }: Served = JSON.parse(process.env.CONSUMER ?? "")
const simulator = createSimulator()

// A short deadline, since each of them would be tried again for most of a second.
const elsewhere = { baseUrl: nobody, timeout: 200 }
const unreachable = createTokenExchange({
  aisquare: { ...settings.aisquare, ...elsewhere },
  finqware: { ...settings.finqware, ...elsewhere },
  dapi: { ...settings.dapi, ...elsewhere },
})

const { bun, deno, node } = process.versions
const report: Report = {
  runtime: deno ? `deno ${deno}` : bun ? `bun ${bun}` : `node ${node}`,
  outcomes: {
    "in memory": await redeemAll(createTokenExchange(simulator.settings), issueGrants(simulator)),
    "over HTTP": await redeemAll(createTokenExchange(settings), grants),
    "where nobody listens": await redeemAll(unreachable, issueGrants(simulator)),
  },
}
console.log(JSON.stringify(report))
