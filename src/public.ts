/**
 * The names that both APIs share.
 */

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
export type { Secret } from "./operation.ts"
export type { AISquarePassword, AISquareRefresh, AISquareTempToken } from "./providers/aisquare.ts"
export type { DapiGrant } from "./providers/dapi.ts"
export type { FinqwareGrant } from "./providers/finqware.ts"
export type { CallOptions } from "./redeem.ts"
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
export { AISquareTokens, DapiToken, FinqwareConsent, serializeTokens, TokenSet, UnreadableTokens } from "./token-set.ts"
