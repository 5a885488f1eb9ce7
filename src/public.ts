/**
 * The names that both APIs share.
 */
/** A value that prints as `<redacted>`. `reveal` opens it, as does `Redacted.value` of `effect/Redacted`. */
export type { Redacted } from "effect/Redacted"

export {
  ConnectionFailed,
  type Grant,
  InvalidClient,
  InvalidGrant,
  InvalidRequest,
  OutcomeUnknown,
  ProviderUnavailable,
  RateLimited,
  type RedemptionError,
  type RedemptionTag,
  UnexpectedResponse,
} from "./errors.ts"
export type { CallOptions, Redeem, Secret } from "./operation.ts"
export type {
  AISquareError,
  AISquareLoginOperations,
  AISquareOperations,
  AISquarePassword,
  AISquareRefresh,
  AISquareTempToken,
} from "./providers/aisquare/index.ts"
export type { DapiError, DapiGrant, DapiOperations } from "./providers/dapi/index.ts"
export type { FinqwareError, FinqwareGrant, FinqwareOperations } from "./providers/finqware/index.ts"
export type {
  AISquareSettings,
  Credential,
  DapiSettings,
  Fetch,
  FinqwareSettings,
  OrphanedOutcome,
  ProviderSettings,
  SharedSettings,
} from "./settings.ts"
export {
  type AISquareTokens,
  type DapiToken,
  type FinqwareConsent,
  serializeTokens,
  type TokenSet,
  UnreadableTokens,
} from "./token-set.ts"
