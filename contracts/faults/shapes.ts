/** What the fields of each error may hold, told apart from the code that makes them. */
import * as Schema from "effect/Schema"
import type { RedemptionTag } from "../../src/errors.ts"

const grants = ["unspent", "spent", "unknown", "reusable"] as const

const common = {
  provider: Schema.Literals(["aisquare", "finqware", "dapi"]),
  operation: Schema.Literals(["exchangeToken", "obtainToken", "refreshToken"]),
  grant: Schema.Literals(grants),
  status: Schema.optionalKey(Schema.Int),
  code: Schema.optionalKey(Schema.NonEmptyString),
  requestId: Schema.optionalKey(Schema.NonEmptyString),
}
const unheard = { ...common, reason: Schema.NonEmptyString }

export const errorShapes = {
  InvalidRequest: Schema.Struct({ ...common, fields: Schema.Array(Schema.NonEmptyString) }),
  InvalidClient: Schema.Struct(common),
  InvalidGrant: Schema.Struct({ ...common, expiredAt: Schema.optionalKey(Schema.Date) }),
  RateLimited: Schema.Struct({ ...common, retryAfter: Schema.optionalKey(Schema.Finite) }),
  ConnectionFailed: Schema.Struct(unheard),
  ProviderUnavailable: Schema.Struct(common),
  OutcomeUnknown: Schema.Struct(unheard),
  UnexpectedResponse: Schema.Struct({
    ...common,
    reason: Schema.Literals([
      "undocumented status",
      "undocumented code",
      "not JSON",
      "schema mismatch",
      "redirect",
      "too large",
    ]),
    recovered: Schema.optionalKey(Schema.Record(Schema.String, Schema.Redacted(Schema.NonEmptyString))),
  }),
} satisfies { readonly [Tag in RedemptionTag]: Schema.Top }
