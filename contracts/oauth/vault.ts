/** How the vault keeps what the authorization server gave, as a provider's own `vault.ts` says it. */
import type { InvalidGrant, RedemptionError } from "../../src/errors.ts"
import type { ConnectionError, Connections, RefreshedError, RowError } from "../../src/vault/functions.ts"
import { createVaults, type KeepingSettings, type VaultOf } from "../../src/vault/promise.ts"
import type { VaultRules } from "../../src/vault/rules.ts"
import { type OAuthCode, type OAuthSettings, oauth as provider } from "./provider.ts"
import type { OAuthTokens } from "./tokens.ts"

type ConnectError = RedemptionError | ConnectionError<OAuthTokens> | RefreshedError<OAuthTokens>
type TokensError = Exclude<RedemptionError, InvalidGrant> | RefreshedError<OAuthTokens>

type DisconnectError = Exclude<RedemptionError, InvalidGrant> | RowError<OAuthTokens>

type OAuthConnections = Connections<OAuthCode, OAuthTokens, ConnectError, TokensError, DisconnectError>

// #region rules
const rules: VaultRules<typeof provider, OAuthConnections, "redeemCode"> = {
  provider,
  begins: ["redeemCode"],
  refresh: { operation: "refreshToken", grant: ({ refreshToken }) => ({ refreshToken }) },
  // The server revokes the access tokens of a refresh token with it (RFC 7009, 2.1).
  revoke: {
    operation: "revokeToken",
    grant: ({ accessToken, refreshToken = accessToken }) => ({ token: refreshToken }),
  },
  expiresAt: ({ accessExpiresAt }) => accessExpiresAt,
  endsAt: () => undefined,
}
// #endregion

export const createOAuthVault = (settings: KeepingSettings & { readonly oauth: OAuthSettings }) =>
  createVaults<{ readonly oauth: VaultOf<typeof rules, OAuthSettings> }>({ oauth: rules }, settings)
