/** The allowed fields of each error, independent of the code that creates them. */
import * as Schema from "effect/Schema"
import type { RedemptionTag } from "../../src/policies.ts"
import { operations } from "./operations.ts"

const grants = ["unspent", "spent", "unknown", "reusable"] as const

const shared = {
  provider: Schema.Literals(operations.map(({ provider }) => provider)),
  operation: Schema.Literals(operations.map(({ operationId }) => operationId)),
  grant: Schema.Literals(grants),
  status: Schema.optionalKey(Schema.Int),
  code: Schema.optionalKey(Schema.NonEmptyString),
  requestId: Schema.optionalKey(Schema.NonEmptyString),
}
const unanswered = { ...shared, reason: Schema.NonEmptyString }

export const errorShapes = {
  InvalidRequest: Schema.Struct({ ...shared, fields: Schema.Array(Schema.NonEmptyString) }),
  InvalidClient: Schema.Struct(shared),
  InvalidGrant: Schema.Struct({ ...shared, expiredAt: Schema.optionalKey(Schema.Date) }),
  RateLimited: Schema.Struct({ ...shared, retryAfter: Schema.optionalKey(Schema.Finite) }),
  ConnectionFailed: Schema.Struct(unanswered),
  ProviderUnavailable: Schema.Struct({ ...shared, retryAfter: Schema.optionalKey(Schema.Finite) }),
  OutcomeUnknown: Schema.Struct(unanswered),
  UnexpectedResponse: Schema.Struct({
    ...shared,
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
