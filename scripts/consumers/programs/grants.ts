/** What a simulator hands out for one round of redemptions: plain data, so that another process can redeem it. */
import type { Simulator } from "token-exchange/testing"

export const issueGrants = ({ aisquare, finqware, dapi }: Pick<Simulator, "aisquare" | "finqware" | "dapi">) => ({
  user: aisquare.user,
  aisquare: aisquare.issueGrant(),
  finqware: finqware.issueGrant(),
  dapi: dapi.issueGrant(),
})

export type Grants = ReturnType<typeof issueGrants>
