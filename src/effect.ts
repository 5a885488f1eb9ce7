/**
 * The Effect API: a service and a layer per provider, and the schemas and errors of what they yield.
 *
 * @example
 * const program = Effect.gen(function* () {
 *   const dapi = yield* Dapi
 *   return yield* dapi.exchangeToken({ accessCode, connectionId })
 * }).pipe(Effect.provide(Dapi.layer))
 *
 * @module
 */
import * as Effect from "effect/Effect"
import { TokenSet } from "./registry.ts"
import { plainText, type UnreadableTokens } from "./token-set.ts"

export { OnOrphaned } from "./config.ts"
export * from "./public.ts"
export { type OrphanedOutcome, type SharedSettings, TokenSet } from "./registry.ts"
export type { ProviderService } from "./service.ts"
export * from "./services.ts"
export { redemptionDuration, redemptions } from "./telemetry.ts"
export * from "./vault/errors.ts"
export type {
  ConnectionError,
  ConnectOptions,
  KeptError,
  ListedConnection,
  ListOptions,
  RefreshedError,
  RowError,
  TokensOptions,
} from "./vault/functions.ts"
export { type KeyService, type VaultKey, VaultKeys } from "./vault/keys.ts"
export { memoryStore } from "./vault/memory.ts"
export { prune, reseal, type VaultLayerSettings, type VaultService } from "./vault/service.ts"
export { type Stored, VaultStore } from "./vault/store.ts"
export { vaultCallDuration, vaultCalls, vaultEvents } from "./vault/telemetry.ts"
export * from "./vault-services.ts"
export type * from "./vaults.ts"

const plain = /* #__PURE__ */ plainText(TokenSet)

/** A token set as **plain text, secrets included**, for a store of your own. Encrypt it before you store it. */
export const serializeTokens = (tokens: TokenSet): string => plain.serializeTokens(tokens)

/** The token set that `serializeTokens` wrote as plain text. */
export const restoreTokens = (text: string): Effect.Effect<TokenSet, UnreadableTokens> =>
  Effect.fromResult(plain.restoreTokens(text))
