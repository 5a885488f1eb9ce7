/**
 * Finqware: the temp token of a finished bank consent becomes the consent's id and its token, with which the consent can
 * be deleted. `type` and `code` together identify a failure.
 *
 * @see specs/SOURCES.md#finqware
 */
import {
  Consent,
  ConsentDeletion,
  connect,
  type deleteConsentAnswers,
  deleteConsent as deletion,
  ErrorSchema,
  type ErrorType,
  exchangeToken as exchange,
  type exchangeTokenAnswers,
  type InvalidRequestCode,
  provider,
  servers,
  type UnauthorizedCode,
} from "../../../generated/finqware.schema.ts"
import type { RedemptionError } from "../../errors.ts"
import { type Answer, operation, type Provider, type Redeem, type Refusal, type RefusalTag } from "../../operation.ts"
import { decode, fieldsNamedIn, lookup, type NothingLeft, refusalByStatus, type StatusTable } from "../../reading.ts"
import { type Secret, textOf } from "../../secrets.ts"
import type { Credential, ProviderSettings } from "../../settings.ts"
import { tokenSet } from "../../token-set.ts"
import { FinqwareConsent } from "./tokens.ts"

export type { FinqwareConsent } from "./tokens.ts"

/** Settings of Finqware. */
export interface FinqwareSettings extends ProviderSettings<keyof typeof servers> {
  /** Identifier of your tenant app, which Finqware gave you. Not a secret, but taken in the same ways as one. */
  readonly clientId: Credential
  /**
   * Secret of your tenant app: a string, `Redacted`, or a function that promises one of them. A wrong one is `InvalidClient`,
   * and the temp token stays unspent.
   */
  readonly clientSecret: Credential
}

/** What each published code means. */
const tagByInvalidRequest = {
  missing_fields: "InvalidRequest",
  unknown_fields: "InvalidRequest",
  invalid_field: "InvalidRequest",
  invalid_credentials_id: "InvalidRequest",
  invalid_client_id: "InvalidClient",
  invalid_client_secret: "InvalidClient",
  invalid_access_token: "InvalidRequest",
  invalid_input: "InvalidRequest",
  invalid_body: "InvalidRequest",
  invalid_headers: "InvalidRequest",
  invalid_pcd_data_retention: "InvalidRequest",
  not_found: "InvalidRequest",
} as const satisfies { readonly [Code in InvalidRequestCode]: RefusalTag }

const tagByUnauthorized = {
  invalid_api_keys: "InvalidClient",
  unauthorized_tenant: "InvalidClient",
  invalid_access_token: "InvalidGrant",
  invalid_credentials_id: "InvalidGrant",
  invalid_client_id: "InvalidClient",
  invalid_client_secret: "InvalidClient",
  invalid_client_app_key: "InvalidClient",
  invalid_tenant_keys: "InvalidClient",
  inactive_credentials: "InvalidGrant",
  expired_credentials: "InvalidGrant",
  invalid_temp_token: "InvalidGrant",
} as const satisfies { readonly [Code in UnauthorizedCode]: RefusalTag }

/** What each class of refusal means: a table when the code decides, else one tag. */
const tagsByType = {
  invalid_request: (code) => lookup(tagByInvalidRequest, code),
  unauthorized: (code) => lookup(tagByUnauthorized, code),
  // Any failure of the bank behind Finqware.
  external_api_error: () => "ProviderUnavailable",
} as const satisfies { readonly [Type in ErrorType]: (code: string) => RefusalTag | undefined }

const tagByStatus = {
  "400": "InvalidRequest",
  "401": "InvalidClient",
  "404": "InvalidRequest",
} as const satisfies StatusTable<keyof typeof exchangeTokenAnswers | keyof typeof deleteConsentAnswers, RefusalTag>

const { explained, unexplained } = refusalByStatus(exchange, tagByStatus)
const refused = decode(ErrorSchema)

/** The documented shapes of `code` and `id`. Anything else may quote what was sent. */
const codeShape = /^[a-z]+(_[a-z]+)+$/
const idShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What a finished consent gave to your callback. */
export interface FinqwareGrant {
  /**
   * The temp token of the consent. Redeem it at once: how long it lives is not published. Assumed: a success spends it.
   *
   * @see specs/SOURCES.md#finqware
   */
  readonly tempToken: Secret
}

/** A consent that is to be deleted: what its exchange yielded. */
export interface FinqwareConsentKey {
  /** Id of the consent. */
  readonly credentialsId: string
  /** Access token of this consent. The token of another one is `InvalidGrant`. */
  readonly accessToken: Secret
  /**
   * For how many minutes Finqware keeps the bank data it has cached; 0 deletes it as soon as possible. By default until
   * the consent's `dataRetainedUntil`.
   */
  readonly pcdDataRetention?: number
}

/** The consent is deleted. There is nothing else to say. */
export interface FinqwareDeletion {
  /** Slug of the provider. */
  readonly provider: "finqware"
}

/** How a redemption at Finqware can fail: in every way there is. */
export type FinqwareError = RedemptionError

/** Finqware's token operations. */
export interface FinqwareOperations {
  /**
   * Swaps the temp token of a finished bank consent, once, for the consent's id and its access token. A sent request is
   * not sent again unless Finqware has certainly not granted it. There is no refresh: after `consentExpiresAt` the user
   * connects the bank again.
   *
   * @see specs/SOURCES.md#finqware
   */
  readonly exchangeToken: Redeem<FinqwareGrant, FinqwareConsent, FinqwareError>
  /**
   * Deletes a consent: nothing can be read with it any more. To delete it again succeeds too. `InvalidGrant`: there is
   * nothing to delete, since the consent has expired, or is not known with this token.
   *
   * @see specs/SOURCES.md#finqware
   */
  readonly deleteConsent: Redeem<FinqwareConsentKey, FinqwareDeletion, FinqwareError>
}

const refusalOf =
  ({ fields }: { readonly fields: ReadonlyArray<string> }) =>
  (answer: Answer): Refusal => {
    const refusal = refused(answer)
    // No refusal is documented under a 2xx, and the grant may be spent.
    if (refusal === undefined || answer.status < 300) return unexplained(answer)
    const { id, type, code, message } = refusal
    const tag = lookup(tagsByType, type)?.(code)
    const details = {
      // The codes of the bank's failures are not listed, so any of them may quote a secret.
      ...(codeShape.test(code) && { code, isListed: tag !== undefined && tag !== "ProviderUnavailable" }),
      ...(idShape.test(id) && { requestId: id }),
    }
    if (tag === undefined) return { ...explained(answer), ...details }
    return { tag, fields: fieldsNamedIn(message, fields), ...details }
  }

const exchangeToken = operation(exchange, {
  credentials: ["clientId", "clientSecret"],
  request: (grant: FinqwareGrant, { clientId, clientSecret }) => ({
    client_id: textOf(clientId),
    client_secret: textOf(clientSecret),
    temp_token: textOf(grant.tempToken),
  }),
  success: Consent,
  tokens: ({ credentials_id, access_token, consent_exp, max_data_retention, ...left }) => {
    left satisfies NothingLeft
    return tokenSet<FinqwareConsent>({
      provider,
      credentialsId: credentials_id,
      accessToken: access_token,
      consentExpiresAt: consent_exp,
      dataRetainedUntil: max_data_retention,
    })
  },
  refusal: refusalOf(exchange),
})

const deleteConsent = operation(deletion, {
  credentials: ["clientId", "clientSecret"],
  request: ({ credentialsId, accessToken, pcdDataRetention }: FinqwareConsentKey, { clientId, clientSecret }) => ({
    client_id: textOf(clientId),
    client_secret: textOf(clientSecret),
    credentials_id: credentialsId,
    access_token: textOf(accessToken),
    // A caller without types may pass `null`: it counts as absent.
    ...(pcdDataRetention != null && { pcd_data_retention: pcdDataRetention }),
  }),
  success: ConsentDeletion,
  tokens: (): FinqwareDeletion => ({ provider }),
  refusal: refusalOf(deletion),
})

/**
 * Finqware: the temp token of a finished bank consent becomes the consent's id and access token, with which the consent can be
 * deleted. Settings: `clientId`, `clientSecret`. Deadline: 30 seconds.
 *
 * @see specs/SOURCES.md#finqware
 */
export const finqware: Provider<FinqwareOperations, FinqwareSettings, FinqwareConsent> = {
  name: provider,
  servers,
  timeout: 30_000,
  connect,
  tokens: FinqwareConsent,
  operations: { exchangeToken, deleteConsent },
}
