/**
 * Dapi alone, in the Promise API: for a service that needs no other provider.
 *
 * @module
 */
import { createClient, type Idle, type Promised, plainTextOf } from "../../promise.ts"
import type { SharedSettings } from "../../settings.ts"
import { type DapiOperations, type DapiSettings, dapi } from "./index.ts"
import type { DapiToken } from "./tokens.ts"

export { type Idle, type Promised, type Redemption, reveal } from "../../promise.ts"
export * from "../../public.ts"
export type { OnOrphaned, OrphanedOutcome, SharedSettings } from "../../settings.ts"
export type * from "./index.ts"

/**
 * Typed redemptions at Dapi.
 *
 * @throws {InvalidSettings} when a setting is missing, unknown or malformed. The error lists all of them.
 */
export const createDapi = (settings: DapiSettings & SharedSettings<DapiToken>): Promised<DapiOperations> & Idle =>
  createClient(dapi, settings)

/** Writes a token set as plain text, secrets included, and reads it back. Encrypt it before you store it. */
export const { serializeTokens, restoreTokens } = plainTextOf(dapi.tokens)
