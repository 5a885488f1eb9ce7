/** A worker's fetch handler, with its secrets in the platform's environment. */
import { createTokenExchange } from "token-exchange"
import type { SimulatorSettings } from "token-exchange/testing"
import { createEach, type Entries, redeemAll } from "./redemptions.ts"

export const makeWorker = (entries: Entries) => ({
  /**
   * Redeems the grants in the request's body with the platform's `fetch`: with one client, or with one per provider.
   */
  async fetch(request: Request, settings: SimulatorSettings): Promise<Response> {
    const isEach = new URL(request.url).pathname === "/each"
    const clients = isEach ? createEach(entries, settings) : createTokenExchange(settings)
    return Response.json(await redeemAll(clients, await request.json()))
  },
})
