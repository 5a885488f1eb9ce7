/**
 * Schemas of what a redemption yields, for Effect programs that keep it inside something larger. They encode to what
 * `serializeTokens` writes.
 */
import * as Schema from "effect/Schema"
import type * as Tokens from "./token-set.ts"

const Secret = Schema.RedactedFromValue(Schema.NonEmptyString)

export interface AISquareTokens extends Tokens.AISquareTokens {}
export const AISquareTokens = /* #__PURE__ */ (() =>
  Schema.Struct({
    provider: Schema.Literal("aisquare"),
    access: Secret,
    refresh: Secret,
    rotated: Schema.Boolean,
    accessExpiresAt: Schema.optionalKey(Schema.DateFromString),
    refreshExpiresAt: Schema.optionalKey(Schema.DateFromString),
  }) satisfies Schema.Schema<Tokens.AISquareTokens>)()

export interface FinqwareConsent extends Tokens.FinqwareConsent {}
export const FinqwareConsent = /* #__PURE__ */ (() =>
  Schema.Struct({
    provider: Schema.Literal("finqware"),
    credentialsId: Schema.String,
    accessToken: Secret,
    consentExpiresAt: Schema.DateFromString,
    dataRetainedUntil: Schema.DateFromString,
  }) satisfies Schema.Schema<Tokens.FinqwareConsent>)()

export interface DapiToken extends Tokens.DapiToken {}
export const DapiToken = /* #__PURE__ */ (() =>
  Schema.Struct({
    provider: Schema.Literal("dapi"),
    accessToken: Secret,
    tokenId: Schema.optionalKey(Schema.String),
    userId: Schema.optionalKey(Schema.String),
  }) satisfies Schema.Schema<Tokens.DapiToken>)()

/** Whatever a redemption yields; `provider` tells which. */
export type TokenSet = Tokens.TokenSet
export const TokenSet = /* #__PURE__ */ (() => Schema.Union([AISquareTokens, FinqwareConsent, DapiToken]))()
