/**
 * What follows from the list of providers, whichever API is used.
 */
import * as Schema from "effect/Schema"
import * as providers from "./providers.ts"
import type * as Settings from "./settings.ts"

/** The registered providers, by their slugs. */
export type Providers = typeof providers

/** Any token set; `provider` tells which. */
export type TokenSet = Providers[keyof Providers]["tokens"]["Type"]
export const TokenSet: Schema.Codec<TokenSet, unknown> = /* #__PURE__ */ (() =>
  Schema.Union(Object.values(providers).map(({ tokens }) => tokens)))()

/** The outcome of a redemption whose caller stopped waiting. */
export type OrphanedOutcome = Settings.OrphanedOutcome<TokenSet>

/** Takes what came after the caller had given up. Keep the tokens: they may be all the user has. */
export type OnOrphaned = Settings.OnOrphaned<TokenSet>

/** What can be set for all providers together. */
export interface SharedSettings extends Settings.SharedSettings<TokenSet> {}
