/**
 * What a redemption yields, and how a caller's own store keeps it.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const Secret = Schema.RedactedFromValue(Schema.NonEmptyString)

/**
 * A session at AISquare Studio. `access` goes into the `Authorization` header of other calls; `refresh` obtains the
 * next pair.
 *
 * @see specs/SOURCES.md#aisquare
 */
export const AISquareTokens = Schema.Struct({
  provider: Schema.Literal("aisquare"),
  access: Secret,
  /** The refresh token to keep: the new one where the provider rotated it, else the presented one. */
  refresh: Secret,
  /** Whether this answer brought a new refresh token. */
  rotated: Schema.Boolean,
  /** Receipt plus the lifetime in the token itself, so a wrong local clock does not matter. Absent without `exp` or `iat`. */
  accessExpiresAt: Schema.optionalKey(Schema.DateFromString),
  /** Like `accessExpiresAt`, for the refresh token. A refresh token carried forward has its own `exp`, where it has one. */
  refreshExpiresAt: Schema.optionalKey(Schema.DateFromString),
})
export interface AISquareTokens extends Schema.Schema.Type<typeof AISquareTokens> {}

/**
 * A user's consent at one bank, through Finqware. Id and token belong together; both stay on the server.
 *
 * @see specs/SOURCES.md#finqware
 */
export const FinqwareConsent = Schema.Struct({
  provider: Schema.Literal("finqware"),
  credentialsId: Schema.String,
  accessToken: Secret,
  /** When the consent ends. Do not count on the last two hours. */
  consentExpiresAt: Schema.DateFromString,
  /** When Finqware deletes the bank data it caches. */
  dataRetainedUntil: Schema.DateFromString,
})
export interface FinqwareConsent extends Schema.Schema.Type<typeof FinqwareConsent> {}

/**
 * A user's permanent token at Dapi, good until the user is delinked. Do not use it in parallel.
 *
 * @see specs/SOURCES.md#dapi
 */
export const DapiToken = Schema.Struct({
  provider: Schema.Literal("dapi"),
  accessToken: Secret,
  tokenId: Schema.optionalKey(Schema.String),
  userId: Schema.optionalKey(Schema.String),
})
export interface DapiToken extends Schema.Schema.Type<typeof DapiToken> {}

/** Whatever a redemption yields; `provider` tells which. */
export const TokenSet = Schema.Union([AISquareTokens, FinqwareConsent, DapiToken])
export type TokenSet = typeof TokenSet.Type

const Text = Schema.fromJsonString(TokenSet)

/**
 * The text is not a token set that {@link serializeTokens} wrote. Nothing of the text is in the error.
 */
export class UnreadableTokens extends Schema.TaggedError<UnreadableTokens>()("UnreadableTokens", {}) {
  override get message(): string {
    return "The text is not a token set that serializeTokens wrote."
  }
}

/**
 * A token set as **plain text, secrets included**, for a store of your own. Encrypt it before it rests anywhere.
 */
export const serializeTokens: (tokens: TokenSet) => string = Schema.encodeSync(Text)

/**
 * The token set that {@link serializeTokens} wrote as plain text.
 */
export const restoreTokens = (text: string): Effect.Effect<TokenSet, UnreadableTokens> =>
  Schema.decodeEffect(Text)(text).pipe(Effect.mapError(() => new UnreadableTokens()))
