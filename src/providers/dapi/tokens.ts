import * as Schema from "effect/Schema"
import { Secret } from "../../token-set.ts"

const schema = /* #__PURE__ */ Schema.Struct({
  provider: Schema.Literal("dapi"),
  /** The permanent token, which other calls present: one call at a time. */
  accessToken: Secret,
  /** Dapi's id of the token, where the answer has it: the vendor's own clients read it. */
  tokenId: Schema.optionalKey(Schema.String),
  /** Dapi's id of the user, where the answer has it. */
  userId: Schema.optionalKey(Schema.String),
})

/**
 * A user's permanent token at Dapi, good until the user is delinked. Do not use it in parallel.
 *
 * @see specs/SOURCES.md#dapi
 */
export interface DapiToken extends Schema.Schema.Type<typeof schema> {}
export const DapiToken: Schema.Codec<DapiToken, unknown> = schema
