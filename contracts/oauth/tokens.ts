import * as Schema from "effect/Schema"
import { Secret } from "../../src/token-set.ts"

const granted = {
  accessToken: Secret,
  refreshToken: Schema.optionalKey(Secret),
  accessExpiresAt: Schema.optionalKey(Schema.DateFromString),
}

const schema = Schema.Struct({ provider: Schema.Literal("oauth"), ...granted })

/** What a grant gave. */
export interface OAuthTokens extends Schema.Schema.Type<typeof schema> {}
export const OAuthTokens: Schema.Codec<OAuthTokens, unknown> = schema

const postSchema = Schema.Struct({ provider: Schema.Literal("oauthpost"), ...granted })

/** What a grant gave at the server whose clients authenticate in the body. */
export interface OAuthPostTokens extends Schema.Schema.Type<typeof postSchema> {}
export const OAuthPostTokens: Schema.Codec<OAuthPostTokens, unknown> = postSchema
