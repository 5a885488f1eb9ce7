/** The same grants where the client authenticates in the body (`client_secret_post`). It lives in tests only. */
import type { RedemptionError } from "../../src/errors.ts"
import { operation, type Provider, type Redeem } from "../../src/operation.ts"
import { service } from "../../src/service.ts"
import {
  connect,
  provider,
  redeemCode as redeem,
  refreshToken as refresh,
  servers,
  Tokens,
} from "./generated/oauthpost.schema.ts"
import {
  type ClientSettings,
  codeRequest,
  type OAuthCode,
  type OAuthRefresh,
  refreshRequest,
  refusalOf,
  tagByStatus,
  tokensOf,
} from "./provider.ts"
import { OAuthPostTokens } from "./tokens.ts"

export interface OAuthPostOperations {
  readonly redeemCode: Redeem<OAuthCode, OAuthPostTokens, RedemptionError>
  readonly refreshToken: Redeem<OAuthRefresh, OAuthPostTokens, RedemptionError>
}

const redeemCode = operation(redeem, {
  credentials: ["clientId", "clientSecret"],
  request: codeRequest,
  success: Tokens,
  tokens: (granted, answer): OAuthPostTokens => ({ ...tokensOf(granted, answer), provider }),
  refusal: refusalOf(redeem, tagByStatus),
})

const refreshToken = operation(refresh, {
  credentials: ["clientId", "clientSecret"],
  request: refreshRequest,
  success: Tokens,
  tokens: (granted, answer, grant): OAuthPostTokens => ({ ...tokensOf(granted, answer, grant.refreshToken), provider }),
  refusal: refusalOf(refresh, tagByStatus),
})

export const oauthpost: Provider<OAuthPostOperations, ClientSettings, OAuthPostTokens> = {
  name: provider,
  servers,
  timeout: 30_000,
  connect,
  tokens: OAuthPostTokens,
  operations: { redeemCode, refreshToken },
}

/** The same as an Effect service. */
export class OAuthPost extends service<OAuthPost, OAuthPostOperations, ClientSettings>(
  "token-exchange/OAuthPost",
  oauthpost,
) {}
