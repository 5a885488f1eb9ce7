/**
 * Finqware alone, in the Promise API: for a service that needs no other provider.
 *
 * @module
 */
import { type ClientOf, type Idle, plainTextOf, promised } from "../../promise.ts"
import type { SharedSettings } from "../../settings.ts"
import { type FinqwareSettings, finqware } from "./index.ts"
import type { FinqwareConsent } from "./tokens.ts"

export { type Idle, type Promised, type Redemption, reveal } from "../../promise.ts"
export * from "../../public.ts"
export type { OnOrphaned, OrphanedOutcome, SharedSettings } from "../../settings.ts"
export type * from "./index.ts"

/** Typed redemptions at Finqware. */
export const createFinqware = (
  settings: FinqwareSettings & SharedSettings<FinqwareConsent>,
): ClientOf<typeof finqware, FinqwareSettings> & Idle => promised(finqware, settings, settings)

/** Writes a token set as plain text, secrets included, and reads it back. Encrypt it before you store it. */
export const { serializeTokens, restoreTokens } = plainTextOf(finqware.tokens)
