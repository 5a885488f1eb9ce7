/** Tokens that come after their caller has given up: the grant is spent, so they are all the user has. */
import { createTokenExchange, type DapiSettings, reveal, type SharedSettings } from "token-exchange"

/** Where your service keeps tokens, encrypted. */
export interface Vault {
  readonly write: (connectionId: string, accessToken: string) => Promise<void>
}

export const makeExchange = (settings: { readonly dapi: DapiSettings } & SharedSettings, vault: Vault) => {
  // #region orphaned
  const exchange = createTokenExchange({
    ...settings,
    onOrphaned: async ({ data, input }) => {
      if (data?.provider === "dapi") await vault.write(String(input.connectionId), reveal(data.accessToken))
    },
  })
  // #endregion
  return exchange
}
