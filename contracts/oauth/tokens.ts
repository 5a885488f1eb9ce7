import * as Schema from "effect/Schema"
import { Secret } from "../../src/token-set.ts"

const schema = Schema.Struct({
  provider: Schema.Literal("oauth"),
  accessToken: Secret,
  refreshToken: Schema.optionalKey(Secret),
  accessExpiresAt: Schema.optionalKey(Schema.DateFromString),
})

/** What a grant gave. */
export interface OAuthTokens extends Schema.Schema.Type<typeof schema> {}
export const OAuthTokens: Schema.Codec<OAuthTokens, unknown> = schema
