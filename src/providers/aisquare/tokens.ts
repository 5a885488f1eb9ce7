import * as Schema from "effect/Schema"
import { Secret } from "../../token-set.ts"

const schema = /* #__PURE__ */ Schema.Struct({
  provider: Schema.Literal("aisquare"),
  /** The access token, for the `Authorization` header of other calls. */
  access: Secret,
  /** The refresh token to keep: the new one where the provider rotated it, else the presented one. */
  refresh: Secret,
  /** Whether this answer brought a new refresh token. */
  rotated: Schema.Boolean,
  /** Receipt plus the lifetime in the token itself, so a wrong local clock does not matter. Absent without `exp` or `iat`. */
  accessExpiresAt: Schema.optionalKey(Schema.DateFromString),
  /** Like `accessExpiresAt`, for the refresh token. A refresh token carried forward has its own `exp`, if it has one. */
  refreshExpiresAt: Schema.optionalKey(Schema.DateFromString),
})

/**
 * A session at AISquare Studio. `access` goes into the `Authorization` header of other calls; `refresh` obtains the
 * next pair.
 *
 * @see specs/SOURCES.md#aisquare
 */
export interface AISquareTokens extends Schema.Schema.Type<typeof schema> {}
export const AISquareTokens: Schema.Codec<AISquareTokens, unknown> = schema
