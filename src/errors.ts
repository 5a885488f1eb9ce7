/**
 * Every way a redemption can fail, and whether the grant may be presented again.
 *
 * No field, message or stack of an error holds a secret: only the fields below are ever kept of an answer, and the
 * provider's codes and ids only where they have their documented shape.
 */
import * as Schema from "effect/Schema"

/**
 * May the same grant be presented again? `unspent`: yes. `spent`: no, send the user through consent. `unknown`: the
 * provider may have spent it; asking again can burn what is left. `reusable`: the operation spends nothing.
 */
export const Grant = Schema.Literals(["unspent", "spent", "unknown", "reusable"])
export type Grant = typeof Grant.Type

const common = {
  /** Slug of the provider. */
  provider: Schema.String,
  /** Name of the operation. */
  operation: Schema.String,
  grant: Grant,
  /** HTTP status, where there was an answer. */
  status: Schema.optionalKey(Schema.Int),
  /** The provider's own name of the reason, where it has the documented shape. */
  code: Schema.optionalKey(Schema.String),
  /** What the provider's support asks for, where it has the documented shape. */
  requestId: Schema.optionalKey(Schema.String),
}

interface Common {
  readonly provider: string
  readonly operation: string
  readonly grant: Grant
  readonly status?: number
  readonly code?: string
  readonly requestId?: string
}

const advice: Record<Grant, string> = {
  unspent: "The grant is unspent: it may be presented again.",
  spent: "The grant is spent: send the user through consent again.",
  unknown: "Whether the grant is spent is unknown: do not present it blindly.",
  reusable: "Nothing is spent by asking again.",
}

const describe = ({ provider, operation, grant, status, code, requestId }: Common, what: string): string => {
  const told = Object.entries({ status, code, "request id": requestId }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value}`],
  )
  return `${provider}.${operation}: ${what}${told.length > 0 ? ` (${told.join(", ")})` : ""}. ${advice[grant]}`
}

/**
 * The provider says the request is malformed, or it was never sent because it would be. Fix the call: presenting the
 * same input again fails again. The grant is untouched.
 *
 * @see specs/SOURCES.md
 */
export class InvalidRequest extends Schema.TaggedError<InvalidRequest>()("InvalidRequest", {
  ...common,
  /** Fields of the input or credentials that are missing or malformed, where the provider named them. */
  fields: Schema.Array(Schema.String),
}) {
  override get message(): string {
    return describe(this, ["the request is malformed", ...this.fields].join(", ").replace(", ", ": "))
  }
}

/**
 * Our own app credentials are refused. Check the settings: no user can help. The grant is untouched.
 *
 * @see specs/SOURCES.md#finqware
 */
export class InvalidClient extends Schema.TaggedError<InvalidClient>()("InvalidClient", common) {
  override get message(): string {
    return describe(this, "the app credentials are refused")
  }
}

/**
 * The provider refused the grant itself: spent, expired, or never valid. Presenting it again cannot succeed; send the
 * user through consent.
 *
 * @see specs/SOURCES.md
 */
export class InvalidGrant extends Schema.TaggedError<InvalidGrant>()("InvalidGrant", {
  ...common,
  /** When the grant expired by its own account: then it was not sent at all. */
  expiredAt: Schema.optionalKey(Schema.Date),
}) {
  override get message(): string {
    return describe(
      this,
      this.expiredAt === undefined
        ? "the grant is refused"
        : `the grant expired at ${this.expiredAt.toISOString()} and was not sent`,
    )
  }
}

/**
 * The provider limits requests. Wait `retryAfter`, then present the same grant: it is untouched.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export class RateLimited extends Schema.TaggedError<RateLimited>()("RateLimited", {
  ...common,
  /** How long to wait, in milliseconds, where the provider said so. */
  retryAfter: Schema.optionalKey(Schema.Number),
}) {
  override get message(): string {
    const wait = this.retryAfter === undefined ? "" : `, retry after ${this.retryAfter} ms`
    return describe(this, `too many requests${wait}`)
  }
}

/**
 * Not a byte of the request was sent: no connection, or a credential that could not be had. Try again: the provider
 * has seen nothing.
 */
export class ConnectionFailed extends Schema.TaggedError<ConnectionFailed>()("ConnectionFailed", {
  ...common,
  /** A label for logs, such as `ECONNREFUSED` or `deadline`. */
  reason: Schema.String,
}) {
  override get message(): string {
    return describe(this, `nothing was sent (${this.reason})`)
  }
}

/**
 * The provider, or the bank behind it, is down or throttling. It may have spent the grant before it failed.
 *
 * @see specs/SOURCES.md#finqware
 */
export class ProviderUnavailable extends Schema.TaggedError<ProviderUnavailable>()("ProviderUnavailable", common) {
  override get message(): string {
    return describe(this, "the provider is unavailable")
  }
}

/**
 * The request was sent and no whole answer came back. Where the grant is one-time, its tokens may be lost: ask the
 * user to go through consent again rather than presenting it blindly.
 */
export class OutcomeUnknown extends Schema.TaggedError<OutcomeUnknown>()("OutcomeUnknown", {
  ...common,
  /** A label for logs, such as `ECONNRESET` or `deadline`. */
  reason: Schema.String,
}) {
  override get message(): string {
    return describe(this, `the request was sent and no whole answer came back (${this.reason})`)
  }
}

/**
 * The provider answered outside its contract: an undocumented status, something that is not JSON, a body of another
 * shape, a redirect. After a 2xx the grant is spent, and whatever tokens could be read are in `recovered`.
 */
export class UnexpectedResponse extends Schema.TaggedError<UnexpectedResponse>()("UnexpectedResponse", {
  ...common,
  /** What about the answer was outside the contract. */
  reason: Schema.Literals([
    "undocumented status",
    "undocumented code",
    "not JSON",
    "schema mismatch",
    "redirect",
    "too large",
  ]),
  /** Texts of a 2xx that could still be read, tokens among them, by their name on the wire. They are all the user has. */
  recovered: Schema.optionalKey(Schema.Record(Schema.String, Schema.Redacted(Schema.String))),
}) {
  override get message(): string {
    return describe(this, `unexpected answer (${this.reason})`)
  }
}

/** Every way a redemption can fail, by tag. */
export const redemptionErrors = {
  InvalidRequest,
  InvalidClient,
  InvalidGrant,
  RateLimited,
  ConnectionFailed,
  ProviderUnavailable,
  OutcomeUnknown,
  UnexpectedResponse,
}

/** The name of a failure. */
export type RedemptionTag = keyof typeof redemptionErrors

/** The errors of some tags. */
export type ErrorOf<Tag extends RedemptionTag> = InstanceType<(typeof redemptionErrors)[Tag]>

/** Any way a redemption can fail. */
export type RedemptionError = ErrorOf<RedemptionTag>
