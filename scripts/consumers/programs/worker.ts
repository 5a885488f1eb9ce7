/** A worker's fetch handler, with its secrets in the environment that the platform hands in. */
import { createTokenExchange } from "token-exchange"
import type { SimulatorSettings } from "token-exchange/testing"
import { redeemAll } from "./redemptions.ts"

export default {
  /** Redeems the grants in the request's body, by the platform's own `fetch`. */
  async fetch(request: Request, settings: SimulatorSettings): Promise<Response> {
    return Response.json(await redeemAll(createTokenExchange(settings), await request.json()))
  },
}
