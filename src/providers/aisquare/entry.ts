/**
 * AISquare Studio alone, in the Promise API: for a service that needs no other provider.
 *
 * @module
 */
import type { Only } from "../../configured.ts"
import { type ClientOf, createClient, type Idle, plainTextOf } from "../../promise.ts"
import type { SharedSettings } from "../../settings.ts"
import { type AISquareSettings, aisquare } from "./index.ts"
import type { AISquareTokens } from "./tokens.ts"

export type { Callable, MissingCredential } from "../../configured.ts"
export { type Idle, type Promised, type Redemption, reveal } from "../../promise.ts"
export * from "../../public.ts"
export type { OnOrphaned, OrphanedOutcome, SharedSettings } from "../../settings.ts"
export type * from "./index.ts"

/** The operations whose credentials are among the settings. */
export type AISquareClient<Settings extends AISquareSettings> = ClientOf<typeof aisquare, Settings> & Idle

/**
 * Typed redemptions at AISquare Studio. Without `superexecSecret` there is no `exchangeToken`.
 *
 * @throws {InvalidSettings} when a setting is missing, unknown or malformed. The error lists all of them.
 */
export const createAISquare = <Settings extends AISquareSettings & SharedSettings<AISquareTokens>>(
  settings: Only<Settings, AISquareSettings & SharedSettings<AISquareTokens>>,
): AISquareClient<Settings> => createClient(aisquare, settings)

/** Writes a token set as plain text, secrets included, and reads it back. Encrypt it before you store it. */
export const { serializeTokens, restoreTokens } = plainTextOf(aisquare.tokens)
