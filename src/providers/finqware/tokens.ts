import * as Schema from "effect/Schema"
import { Secret } from "../../token-set.ts"

const schema = /* #__PURE__ */ Schema.Struct({
  provider: Schema.Literal("finqware"),
  /** Id of the consent. Keep it with its access token: a user may have several pairs. */
  credentialsId: Schema.String,
  /** What authorizes reading with this consent. */
  accessToken: Secret,
  /** When the consent ends. Do not count on the last two hours. */
  consentExpiresAt: Schema.DateFromString,
  /** When Finqware deletes the bank data it caches. */
  dataRetainedUntil: Schema.DateFromString,
})

/**
 * A user's consent at one bank, through Finqware. Id and token belong together; both stay on the server.
 *
 * @see specs/SOURCES.md#finqware
 */
export interface FinqwareConsent extends Schema.Schema.Type<typeof schema> {}
export const FinqwareConsent: Schema.Codec<FinqwareConsent, unknown> = schema
