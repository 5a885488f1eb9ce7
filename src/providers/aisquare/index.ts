/**
 * AISquare Studio: a temp token, a password or a refresh token becomes a pair of JWTs. A refusal names the fields that
 * are wrong with the request; one that names none refuses the grant.
 *
 * @see specs/SOURCES.md#aisquare
 */
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import {
  connect,
  Detail,
  DetailCode,
  type ExchangeTokenFieldErrors,
  exchangeToken as exchange,
  type exchangeTokenAnswers,
  FieldMessages,
  obtainToken as obtain,
  type obtainTokenAnswers,
  provider,
  RefreshedToken,
  refreshToken as refresh,
  type refreshTokenAnswers,
  servers,
  TokenPair,
} from "../../../generated/aisquare.schema.ts"
import type { InvalidClient, RedemptionError } from "../../errors.ts"
import { expiry, times } from "../../jwt.ts"
import { type Answer, operation, type Provider, type Redeem, type Refusal, type RefusalTag } from "../../operation.ts"
import { type CommonTag, decode, type NothingLeft, refusalByStatus, type StatusTable } from "../../reading.ts"
import { redact, type Secret, textOf } from "../../secrets.ts"
import type { Credential, ProviderSettings } from "../../settings.ts"
import { tokenSet } from "../../token-set.ts"
import { AISquareTokens } from "./tokens.ts"

export type { AISquareTokens } from "./tokens.ts"

/** Settings of AISquare Studio. Without `superexecSecret` there is no `exchangeToken`. */
export interface AISquareSettings extends ProviderSettings<keyof typeof servers> {
  /**
   * Secret of your superexec integration, which AISquare Studio gave you: a string, `Redacted`, or a function that
   * promises one of them. `exchangeToken` presents it; `obtainToken` and `refreshToken` need none.
   */
  readonly superexecSecret?: Credential
}

/** AISquare does not distinguish a refused grant from a wrong app secret, so there is no `InvalidClient`. */
type AISquareTag = "InvalidRequest" | "InvalidGrant" | CommonTag

const inAllOperations = { "400": "InvalidGrant", "415": "InvalidRequest" } as const

const exchangeByStatus = refusalByStatus(exchange, {
  ...inAllOperations,
  "401": "InvalidGrant",
  "403": "InvalidGrant",
} as const satisfies StatusTable<keyof typeof exchangeTokenAnswers, RefusalTag>)

const obtainByStatus = refusalByStatus(obtain, {
  ...inAllOperations,
  "401": "InvalidGrant",
} as const satisfies StatusTable<keyof typeof obtainTokenAnswers, RefusalTag>)

const refreshByStatus = refusalByStatus(refresh, {
  ...inAllOperations,
  "401": "InvalidGrant",
} as const satisfies StatusTable<keyof typeof refreshTokenAnswers, RefusalTag>)

const detailed = decode(Detail)
const isDetailCode = Schema.is(DetailCode)
const isMessages = Schema.is(FieldMessages)
/** How the vendor's v2 API wraps an error. Not in the spec: nobody has seen it in v1, and the status decides. */
const isWrapped = Schema.is(Schema.Struct({ error: Schema.Unknown, code: Schema.String }))

/** The framework's words for a body that it could not parse. They name no field, and the grant is not refused. */
const unreadable = /^JSON parse error/

/** Where the framework explains a refusal of the request as a whole. */
const asWhole = "non_field_errors" satisfies keyof typeof ExchangeTokenFieldErrors.Type

/**
 * What a refusal means: by the fields it names, else by a parse error, else by the status. A body in none of the
 * framework's shapes is not AISquare's.
 */
const refusal =
  (
    { fields }: { readonly fields: ReadonlyArray<string> },
    { explained, unexplained }: ReturnType<typeof refusalByStatus<AISquareTag>>,
  ) =>
  (answer: Answer): Refusal<AISquareTag> => {
    const detail = detailed(answer)
    const isExplained = (field: string) => isMessages(Object(answer.body)[field])
    const named = fields.filter(isExplained)
    if (answer.status === 400) {
      if (named.length > 0) return { tag: "InvalidRequest", fields: named }
      if (detail !== undefined && unreadable.test(detail.detail)) return { tag: "InvalidRequest" }
    }
    const isTheirs = detail !== undefined || named.length > 0 || isExplained(asWhole) || isWrapped(answer.body)
    if (!isTheirs) return unexplained(answer)
    const code = detail?.code
    return isDetailCode(code) ? { ...explained(answer), code, isListed: true } : explained(answer)
  }

/** The token set of an answer. A refresh token that was carried forward is older than its access token. */
const tokensOf = (
  access: Redacted.Redacted<string>,
  refreshToken: Redacted.Redacted<string>,
  { receivedAt }: Answer,
  rotated: boolean,
): AISquareTokens => {
  const accessTimes = times(access)
  const refreshTimes = times(refreshToken)
  return tokenSet<AISquareTokens>({
    provider,
    access,
    refresh: refreshToken,
    rotated,
    accessExpiresAt: expiry(accessTimes, receivedAt),
    refreshExpiresAt: expiry(refreshTimes, receivedAt, rotated ? refreshTimes.iat : accessTimes.iat),
  })
}

/** The token set of an exchange or a login, which brings a whole pair. */
const tokensOfPair = ({ access, refresh, ...left }: typeof TokenPair.Type, answer: Answer): AISquareTokens => {
  left satisfies NothingLeft
  return tokensOf(access, refresh, answer, true)
}

/** What the superexec redirect gave to your callback. */
export interface AISquareTempToken {
  /**
   * The `temp_token` of the redirect. Redeem it at once: how long it lives is not published. Assumed: a success spends it.
   *
   * @see specs/SOURCES.md#aisquare
   */
  readonly tempToken: Secret
}

const exchangeToken = operation(exchange, {
  credentials: ["superexecSecret"],
  request: (grant: AISquareTempToken, { superexecSecret }) => ({
    temp_token: textOf(grant.tempToken),
    superexec_secret: textOf(superexecSecret),
  }),
  success: TokenPair,
  tokens: tokensOfPair,
  refusal: refusal(exchange, exchangeByStatus),
})

/** A login. It spends nothing, so it may be presented again. */
export interface AISquarePassword {
  /** Name of the account. Not a secret. */
  readonly username: string
  /** Password of the account. A wrong one is `InvalidGrant`. */
  readonly password: Secret
}

const obtainToken = operation(obtain, {
  credentials: [],
  request: ({ username, password }: AISquarePassword) => ({ username, password: textOf(password) }),
  success: TokenPair,
  tokens: tokensOfPair,
  refusal: refusal(obtain, obtainByStatus),
})

/** The refresh token of an earlier token set. */
export interface AISquareRefresh {
  /**
   * `refresh` of the last token set, as it is. A success spends it where AISquare rotates refresh tokens: keep the `refresh`
   * that comes.
   */
  readonly refresh: Secret
}

const refreshToken = operation(refresh, {
  credentials: [],
  request: (grant: AISquareRefresh) => ({ refresh: textOf(grant.refresh) }),
  success: RefreshedToken,
  tokens: ({ access, refresh: rotated, ...left }, answer, grant) => {
    left satisfies NothingLeft
    return tokensOf(access, rotated ?? redact(grant.refresh), answer, rotated !== undefined)
  },
  refusal: refusal(refresh, refreshByStatus),
})

/** How a redemption at AISquare can fail. AISquare does not distinguish wrong app credentials from a wrong grant. */
export type AISquareError = Exclude<RedemptionError, InvalidClient>

/** AISquare's token operations that need no app credential. */
export interface AISquareLoginOperations {
  /**
   * Swaps a username and a password for a pair of tokens. Nothing is spent: every failure may be retried.
   *
   * @see specs/SOURCES.md#aisquare
   */
  readonly obtainToken: Redeem<AISquarePassword, AISquareTokens, AISquareError>
  /**
   * Swaps a refresh token for a new access token. Keep the `refresh` of the answer: it is the new one where AISquare
   * rotates (`rotated`), and the presented one otherwise. Refresh one user's tokens one call at a time.
   *
   * @see specs/SOURCES.md#aisquare
   */
  readonly refreshToken: Redeem<AISquareRefresh, AISquareTokens, AISquareError>
}

/** AISquare's token operations. */
export interface AISquareOperations extends AISquareLoginOperations {
  /**
   * Swaps a superexec temp token, once, for a pair of tokens. Needs the setting `superexecSecret`. A sent request is
   * not sent again unless AISquare has certainly not granted it.
   *
   * @see specs/SOURCES.md#aisquare
   */
  readonly exchangeToken: Redeem<AISquareTempToken, AISquareTokens, AISquareError>
}

/**
 * AISquare Studio: a temp token or a password becomes a pair of JWTs, which a refresh token renews. Setting:
 * `superexecSecret`, for `exchangeToken` only. Deadline: 30 seconds.
 *
 * @see specs/SOURCES.md#aisquare
 */
export const aisquare: Provider<
  AISquareOperations,
  AISquareSettings,
  AISquareTokens,
  { readonly exchangeToken: "superexecSecret" }
> = {
  name: provider,
  servers,
  timeout: 30_000,
  connect,
  tokens: AISquareTokens,
  operations: { exchangeToken, obtainToken, refreshToken },
}
