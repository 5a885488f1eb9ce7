/**
 * A provider as RFC 6749 and RFC 7009 have it: a form, HTTP Basic, two grants at one address, and revocation. Beside that,
 * sessions: operations without a body. It lives in tests only, and is what a next provider of that kind looks like.
 */
import type { RedemptionError } from "../../src/errors.ts"
import {
  type Answer,
  byStatus,
  type Descriptor,
  operation,
  type Provider,
  type Redeem,
  type Refusal,
  type RefusalTag,
} from "../../src/operation.ts"
import { decode, lookup, refusalByStatus, type StatusTable } from "../../src/reading.ts"
import { redact, type Secret, textOf } from "../../src/secrets.ts"
import type { Credential, ProviderSettings } from "../../src/settings.ts"
import { tokenSet } from "../../src/token-set.ts"
import {
  connect,
  type ErrorCode,
  endSession as end,
  type endSessionAnswers,
  openSession as open,
  provider,
  Refusal as Refused,
  redeemCode as redeem,
  type redeemCodeAnswers,
  refreshToken as refresh,
  revokeToken as revoke,
  servers,
  Tokens,
} from "./generated/oauth.schema.ts"
import { OAuthTokens } from "./tokens.ts"

export interface ClientSettings extends ProviderSettings {
  readonly clientId: Credential
  readonly clientSecret: Credential
}

export interface OAuthSettings extends ClientSettings {
  /** For `openSession`. */
  readonly apiKey?: Credential
}

/** What an authorization gave. */
export interface OAuthCode {
  /** A success spends it. */
  readonly code: Secret
  readonly redirectUri: string
}

/** The refresh token of an earlier token set. */
export interface OAuthRefresh {
  readonly refreshToken: Secret
}

/** What is to be revoked. */
export interface OAuthRevocation {
  readonly token: Secret
}

/** What another app was handed for this one. */
export interface OAuthTicket {
  /** A success spends it. */
  readonly ticket: Secret
  readonly app: string
}

/** A session that is to end. */
export interface OAuthSession {
  readonly session: string
  readonly accessToken: Secret
}

export interface OAuthOperations {
  readonly redeemCode: Redeem<OAuthCode, OAuthTokens, RedemptionError>
  readonly refreshToken: Redeem<OAuthRefresh, OAuthTokens, RedemptionError>
  readonly revokeToken: Redeem<OAuthRevocation, OAuthDone, RedemptionError>
  readonly openSession: Redeem<OAuthTicket, OAuthTokens, RedemptionError>
  readonly endSession: Redeem<OAuthSession, OAuthDone, RedemptionError>
}

/** Of a success without a body: that it was done. */
export interface OAuthDone {
  readonly provider: "oauth"
}

// #region meanings
const tagByCode = {
  invalid_request: "InvalidRequest",
  invalid_client: "InvalidClient",
  invalid_grant: "InvalidGrant",
  unauthorized_client: "InvalidClient",
  unsupported_grant_type: "InvalidRequest",
  invalid_scope: "InvalidRequest",
  unsupported_token_type: "InvalidRequest",
} as const satisfies { readonly [Code in ErrorCode]: RefusalTag }

export const tagByStatus = {
  "400": "InvalidRequest",
  "401": "InvalidClient",
} as const satisfies StatusTable<keyof typeof redeemCodeAnswers, RefusalTag>

const tagBySessionStatus = {
  "404": "InvalidRequest",
} as const satisfies StatusTable<keyof typeof endSessionAnswers, RefusalTag>

const refused = decode(Refused)

/** The characters of a code (RFC 6749, 5.2). */
const codeShape = /^[ !#-[\]-~]+$/

/** What an answer of an operation means that grants nothing. */
export const refusalOf = (
  descriptor: Pick<Descriptor, "success">,
  documented: { readonly [status: string]: RefusalTag },
) => {
  const { explained, unexplained } = refusalByStatus(descriptor, documented)
  return (answer: Answer): Refusal => {
    const found = refused(answer)
    // No refusal is documented under a 2xx: the grant may be spent.
    if (found === undefined || answer.status < 300) return unexplained(answer)
    const code = found.error
    const tag = lookup(tagByCode, code)
    if (tag !== undefined) return { tag, code, isListed: true }
    // A server may have codes of its own (RFC 6749, 8.5).
    return codeShape.test(code) ? { ...explained(answer), code } : explained(answer)
  }
}

// #endregion

// #region tokens
export const tokensOf = (granted: typeof Tokens.Type, { receivedAt }: Answer, presented?: Secret) =>
  tokenSet<OAuthTokens>({
    provider,
    accessToken: granted.access_token,
    // Without rotation, the presented one stays good (RFC 6749, 6).
    refreshToken: granted.refresh_token ?? (presented === undefined ? undefined : redact(presented)),
    accessExpiresAt:
      granted.expires_in === undefined ? undefined : new Date(receivedAt + Number(granted.expires_in) * 1000),
  })

// #endregion

// #region operations
type OAuthClient = { readonly clientId: Secret; readonly clientSecret: Secret }

const asClient = ({ clientId, clientSecret }: OAuthClient) => ({
  client_id: textOf(clientId),
  client_secret: textOf(clientSecret),
})

export const codeRequest = ({ code, redirectUri }: OAuthCode, client: OAuthClient) => ({
  ...asClient(client),
  grant_type: "authorization_code" as const,
  code: textOf(code),
  redirect_uri: redirectUri,
})

export const refreshRequest = (grant: OAuthRefresh, client: OAuthClient) => ({
  ...asClient(client),
  grant_type: "refresh_token" as const,
  refresh_token: textOf(grant.refreshToken),
})

const redeemCode = operation(redeem, {
  credentials: ["clientId", "clientSecret"],
  request: codeRequest,
  success: Tokens,
  tokens: (granted, answer) => tokensOf(granted, answer),
  refusal: refusalOf(redeem, tagByStatus),
})

const refreshToken = operation(refresh, {
  credentials: ["clientId", "clientSecret"],
  request: refreshRequest,
  success: Tokens,
  tokens: (granted, answer, grant) => tokensOf(granted, answer, grant.refreshToken),
  refusal: refusalOf(refresh, tagByStatus),
})

const revokeToken = operation(revoke, {
  credentials: ["clientId", "clientSecret"],
  request: ({ token }: OAuthRevocation, client) => ({ ...asClient(client), token: textOf(token) }),
  success: byStatus,
  tokens: (): OAuthDone => ({ provider }),
  refusal: refusalOf(revoke, tagByStatus),
})

// #endregion

const openSession = operation(open, {
  credentials: ["apiKey"],
  request: ({ ticket, app }: OAuthTicket, { apiKey }) => ({ apiKey: textOf(apiKey), ticket: textOf(ticket), app }),
  success: Tokens,
  tokens: (granted, answer) => tokensOf(granted, answer),
  refusal: refusalOf(open, { "400": "InvalidRequest" }),
})

const endSession = operation(end, {
  credentials: [],
  request: ({ session, accessToken }: OAuthSession) => ({ session, accessToken: textOf(accessToken) }),
  success: byStatus,
  tokens: (): OAuthDone => ({ provider }),
  refusal: refusalOf(end, tagBySessionStatus),
})

// #region record
export const oauth: Provider<OAuthOperations, OAuthSettings, OAuthTokens, { readonly openSession: "apiKey" }> = {
  name: provider,
  servers,
  timeout: 30_000,
  connect,
  tokens: OAuthTokens,
  operations: { redeemCode, refreshToken, revokeToken, openSession, endSession },
}
// #endregion
