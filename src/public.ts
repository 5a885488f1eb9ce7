/** The names that all entry points share. */
/**
 * A value that prints as `<redacted>`, or as `<redacted:accessToken>` where it has a label. `reveal` opens it, as does
 * `Redacted.value` of `effect/Redacted`.
 */
export type { Redacted } from "effect/Redacted"

export { InvalidSettings, type SettingFault } from "./checked.ts"
export {
  ConnectionFailed,
  InvalidClient,
  InvalidGrant,
  InvalidRequest,
  OutcomeUnknown,
  ProviderUnavailable,
  RateLimited,
  type RedemptionError,
  UnexpectedResponse,
} from "./errors.ts"
export type { Fetch, FetchInit, FetchResponse } from "./fetch.ts"
export type { CallOptions, Redeem } from "./operation.ts"
export type { Grant, RedemptionTag } from "./policies.ts"
export type { Secret } from "./secrets.ts"
export type { Credential, OnRedemption, ProviderSettings, RedemptionReport, WaitUntil } from "./settings.ts"
export { UnreadableTokens } from "./token-set.ts"
