/** One round: every operation once, and every one-time grant a second time. */
import { type RedemptionError, reveal, type TokenExchange, type TokenSet } from "token-exchange"
import type { SimulatorSettings } from "token-exchange/testing"
import type { Grants } from "./grants.ts"

/** The provider whose tokens came, or the tag of the error. */
const outcomeOf = ({ data, error }: { readonly data?: TokenSet; readonly error?: RedemptionError }): string => {
  if (error !== undefined) return error._tag
  if (data === undefined) return "nothing"
  const token = reveal(data.provider === "aisquare" ? data.access : data.accessToken)
  return token === "" || JSON.stringify(data).includes(token) ? "no secret" : data.provider
}

export const redeemAll = async (
  { aisquare, finqware, dapi }: TokenExchange<SimulatorSettings>,
  grants: Grants,
): Promise<{ readonly [redemption: string]: string }> => {
  const obtained = await aisquare.obtainToken(grants.user)
  const refresh = obtained.data === undefined ? "none" : reveal(obtained.data.refresh)
  return {
    "aisquare.obtainToken": outcomeOf(obtained),
    "aisquare.refreshToken": outcomeOf(await aisquare.refreshToken({ refresh })),
    "aisquare.exchangeToken": outcomeOf(await aisquare.exchangeToken(grants.aisquare)),
    "aisquare.exchangeToken, again": outcomeOf(await aisquare.exchangeToken(grants.aisquare)),
    "finqware.exchangeToken": outcomeOf(await finqware.exchangeToken(grants.finqware)),
    "finqware.exchangeToken, again": outcomeOf(await finqware.exchangeToken(grants.finqware)),
    "dapi.exchangeToken": outcomeOf(await dapi.exchangeToken(grants.dapi)),
    "dapi.exchangeToken, again": outcomeOf(await dapi.exchangeToken(grants.dapi)),
  }
}
