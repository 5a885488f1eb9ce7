/** What both APIs derive from the list of providers. */
import * as Schema from "effect/Schema"
import * as providers from "./providers.ts"
import type * as Settings from "./settings.ts"

/** The registered providers, by their slugs. */
export type Providers = typeof providers

/** Any token set. Tell them apart by `provider`. */
export type TokenSet = Providers[keyof Providers]["tokens"]["Type"]
export const TokenSet: Schema.Codec<TokenSet, unknown> = /* #__PURE__ */ (() =>
  Schema.Union(Object.values(providers).map(({ tokens }) => tokens)))()

/** The outcome of a redemption whose caller stopped waiting. */
export type OrphanedOutcome = Settings.OrphanedOutcome<TokenSet>

/** Takes an outcome that came after the caller gave up. Keep the tokens: the user may have no others. */
export type OnOrphaned = Settings.OnOrphaned<TokenSet>

/** Settings for all providers together. */
export interface SharedSettings extends Settings.SharedSettings<TokenSet> {}
