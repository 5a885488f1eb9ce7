/**
 * Dapi: an access code from Connect becomes a permanent token. Failures come in the body, under any status.
 *
 * @see specs/SOURCES.md#dapi
 */
import {
  connect,
  type ErrorType,
  ExchangeFailed,
  ExchangeSucceeded,
  exchangeToken as exchange,
  type exchangeTokenAnswers,
  provider,
  servers,
} from "../../../generated/dapi.schema.ts"
import type { RedemptionError } from "../../errors.ts"
import { operation, type Provider, type Redeem, type RefusalTag } from "../../operation.ts"
import { decode, fieldsNamedIn, lookup, type NothingLeft, refusalByStatus, type StatusTable } from "../../reading.ts"
import { type Secret, textOf } from "../../secrets.ts"
import type { Credential, ProviderSettings } from "../../settings.ts"
import { tokenSet } from "../../token-set.ts"
import { DapiToken } from "./tokens.ts"

export type { DapiToken } from "./tokens.ts"

/** Settings of Dapi. */
export interface DapiSettings extends ProviderSettings<keyof typeof servers> {
  /**
   * Secret of your application: a string, `Redacted`, or a function that promises one of them. A wrong
   * one is `InvalidClient`, and the access code stays unspent.
   */
  readonly appSecret: Credential
}

/** What each published `type` means. */
const tagByType = {
  INVALID_ARGS: "InvalidRequest",
  PARAMETER_ERROR: "InvalidRequest",
  PARAMETER_MISSING: "InvalidRequest",
  BAD_REQUEST: "InvalidRequest",
  INVALID_ACCOUNT_ID: "InvalidRequest",
  INVALID_CARD_ID: "InvalidRequest",
  INVALID_TOKEN: "InvalidGrant",
  INVALID_CONNECTION: "InvalidGrant",
  INVALID_CREDENTIALS: "InvalidGrant",
  INVALID_MFA: "InvalidGrant",
  INACTIVE_ACCOUNT: "InvalidGrant",
  SESSION_EXPIRED: "InvalidGrant",
  USER_DELINKED: "InvalidGrant",
  TEMPORARILY_UNAVAILABLE: "ProviderUnavailable",
  UNABLE_TO_CONNECT_TO_BANK: "ProviderUnavailable",
  UNKNOWN_ERROR: "ProviderUnavailable",
} as const satisfies { readonly [Type in ErrorType]: RefusalTag }

const tagByStatus = {
  "400": "InvalidRequest",
  "401": "InvalidClient",
  "404": "InvalidRequest",
  "422": "InvalidRequest",
} as const satisfies StatusTable<keyof typeof exchangeTokenAnswers, RefusalTag>

const { explained, unexplained } = refusalByStatus(exchange, tagByStatus)
const failed = decode(ExchangeFailed)

/** The documented shape of `type`. Anything else may quote what was sent. */
const typeShape = /^[A-Z]{2,}(_[A-Z]+)*$/

/** What the user's login in Connect gave. */
export interface DapiGrant {
  /** Code of the login. Redeem it within 5 minutes: published ones live 300 seconds. Assumed: a success spends it. */
  readonly accessCode: Secret
  /** Dapi's own id of the user's connection to one bank. It comes with the access code; a pair belongs together. */
  readonly connectionId: string
}

/** How a redemption at Dapi can fail: in every way there is. */
export type DapiError = RedemptionError

/** Dapi's token operations. */
export interface DapiOperations {
  /**
   * Swaps the access code of a login in Connect, once, for the user's permanent token. A code that is past its own
   * `exp` is not sent. A sent request is not sent again unless Dapi has certainly not granted it.
   *
   * @see specs/SOURCES.md#dapi
   */
  readonly exchangeToken: Redeem<DapiGrant, DapiToken, DapiError>
}

const exchangeToken = operation(exchange, {
  credentials: ["appSecret"],
  request: (grant: DapiGrant, { appSecret }) => ({
    appSecret: textOf(appSecret),
    accessCode: textOf(grant.accessCode),
    connectionID: grant.connectionId,
  }),
  expires: (grant) => grant.accessCode,
  success: ExchangeSucceeded,
  tokens: ({ accessToken, tokenID, userID, success: _success, status: _status, ...left }) => {
    left satisfies NothingLeft
    return tokenSet<DapiToken>({ provider, accessToken, tokenId: tokenID, userId: userID })
  },
  refusal: (answer) => {
    const failure = failed(answer)
    if (failure === undefined) return unexplained(answer)
    const { type, msg } = failure
    const tag = lookup(tagByType, type)
    const code = typeShape.test(type) ? { code: type } : {}
    if (tag !== undefined) return { tag, fields: fieldsNamedIn(msg, exchange.fields), ...code, isListed: true }
    if (!exchange.success.includes(answer.status)) return { ...explained(answer), ...code }
    return { tag: "UnexpectedResponse", reason: "undocumented code", ...code }
  },
})

/**
 * Dapi: an access code from Connect becomes a permanent token of one user at one bank. Setting: `appSecret`. Deadline: 130
 * seconds, since Dapi may work for 120 on a call.
 *
 * @see specs/SOURCES.md#dapi
 */
export const dapi: Provider<DapiOperations, DapiSettings, DapiToken> = {
  name: provider,
  servers,
  /** Dapi may work for 120 seconds on a call. */
  timeout: 130_000,
  connect,
  tokens: DapiToken,
  operations: { exchangeToken },
}
