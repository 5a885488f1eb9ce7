/**
 * Every way a redemption can fail, and whether the grant may be presented again.
 *
 * No field, message or stack of an error holds a secret: only the fields below are ever kept of an answer, and the
 * provider's codes and ids only where they have their documented shape.
 */
import * as Data from "effect/Data"
import type * as Redacted from "effect/Redacted"
import { type Grant, type Policy, policies, type RedemptionTag } from "./policies.ts"

/** The fields of every failure. */
interface Failed {
  /** Slug of the provider. */
  readonly provider: string
  /** Name of the operation. */
  readonly operation: string
  /**
   * May the same grant be presented again? `unspent`: yes, once what failed is put right. `spent`: no, only the user can
   * give a new one. `unknown`: it may be spent, so ask the user for a new one. `reusable`: the operation spends nothing.
   */
  readonly grant: Grant
  /** HTTP status, where there was an answer. */
  readonly status?: number
  /** The provider's own name of the reason, where it has the documented shape. */
  readonly code?: string
  /** What the provider's support asks for, where it has the documented shape. */
  readonly requestId?: string
}

/** What the error says when no whole answer came. */
interface Unanswered extends Failed {
  /** A label for logs, such as `ECONNREFUSED`, `ECONNRESET` or `deadline`. */
  readonly reason: string
}

/** What the error says when the provider may ask to wait. */
interface Postponed extends Failed {
  /** How long the provider asks to wait, in milliseconds, if it says. */
  readonly retryAfter?: number
}

const retryAfterWords = ({ retryAfter }: Postponed): string =>
  retryAfter === undefined ? "" : `, retry after ${retryAfter} ms`

/** Fields with the message, which loggers show like any other. */
type Described<Fields extends Failed> = Fields & { readonly message: string }

const described = <Fields extends Failed>(tag: RedemptionTag, failure: Fields, what: string): Described<Fields> => ({
  ...failure,
  message: describe(tag, failure, what),
})

/** What an error says about the grant, and about presenting it again. */
const grantSentences = ({ again = "" }: Policy): Record<Grant, string> => ({
  unspent: ` The grant is unspent: it may be presented again ${again}.`,
  spent: " The grant is of no more use.",
  unknown: " The grant may be spent: ask the user for a new one rather than presenting it again.",
  reusable: "",
})

/** The message of an error: where, what, what to do, what is left of the grant. */
const describe = (
  tag: RedemptionTag,
  { provider, operation, grant, status, code, requestId }: Failed,
  what: string,
): string => {
  const details = Object.entries({ status, code, "request id": requestId }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value}`],
  )
  const where = `${provider}.${operation}: ${what}${details.length > 0 ? ` (${details.join(", ")})` : ""}`
  const policy: Policy = policies[tag]
  return `${where}. ${policy.action}${grantSentences(policy)[grant]}`
}

/** What the error says of a malformed request. */
interface Malformed extends Failed {
  /** Fields of the input or credentials that are missing or malformed, where the provider named them. */
  readonly fields: ReadonlyArray<string>
}

/**
 * The provider says the request is malformed, or it was never sent because it would be. Correct the call: presenting
 * the same input again fails again. This attempt left the grant untouched.
 *
 * @see specs/SOURCES.md
 */
export class InvalidRequest extends Data.TaggedError("InvalidRequest")<Described<Malformed>> {
  constructor(failure: Malformed) {
    super(
      described(
        "InvalidRequest",
        failure,
        ["the request is malformed", ...failure.fields].join(", ").replace(", ", ": "),
      ),
    )
  }
}

/**
 * Our own app credentials are refused. Correct the settings: no user can help. This attempt left the grant untouched.
 *
 * @see specs/SOURCES.md
 */
export class InvalidClient extends Data.TaggedError("InvalidClient")<Described<Failed>> {
  constructor(failure: Failed) {
    super(described("InvalidClient", failure, "the app credentials are refused"))
  }
}

/** What the error says of a refused grant. */
interface Refused extends Failed {
  /** When the grant expired by its own account: then it was not sent at all. */
  readonly expiredAt?: Date
}

/**
 * The provider refused the grant itself: spent, expired, never valid, or a wrong password. Presenting it again cannot
 * succeed; ask the user for a new one, which is a consent or a login.
 *
 * @see specs/SOURCES.md
 */
export class InvalidGrant extends Data.TaggedError("InvalidGrant")<Described<Refused>> {
  constructor(failure: Refused) {
    const what =
      failure.expiredAt === undefined
        ? "the grant is refused"
        : `the grant expired at ${failure.expiredAt.toISOString()} and was not sent`
    super(described("InvalidGrant", failure, what))
  }
}

/**
 * The provider limits requests. Wait `retryAfter`, then present the same grant: this attempt left it untouched.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export class RateLimited extends Data.TaggedError("RateLimited")<Described<Postponed>> {
  constructor(failure: Postponed) {
    super(described("RateLimited", failure, `too many requests${retryAfterWords(failure)}`))
  }
}

/**
 * Not a byte of the request was sent: no connection, or a credential that could not be had. Try again: of this attempt
 * the provider has seen nothing.
 */
export class ConnectionFailed extends Data.TaggedError("ConnectionFailed")<Described<Unanswered>> {
  constructor(failure: Unanswered) {
    super(described("ConnectionFailed", failure, `nothing was sent (${failure.reason})`))
  }
}

/**
 * The provider, or the bank behind it, is down or throttling. It may have spent the grant before it failed: where that
 * is one-time, ask the user for a new one rather than presenting it blindly.
 *
 * @see specs/SOURCES.md
 */
export class ProviderUnavailable extends Data.TaggedError("ProviderUnavailable")<Described<Postponed>> {
  constructor(failure: Postponed) {
    super(described("ProviderUnavailable", failure, `the provider is unavailable${retryAfterWords(failure)}`))
  }
}

/**
 * The request was sent and no whole answer came back. Where the grant is one-time, its tokens may be lost: ask the
 * user to go through consent again rather than presenting it blindly.
 */
export class OutcomeUnknown extends Data.TaggedError("OutcomeUnknown")<Described<Unanswered>> {
  constructor(failure: Unanswered) {
    super(
      described("OutcomeUnknown", failure, `the request was sent and no whole answer came back (${failure.reason})`),
    )
  }
}

/** What the error says of an answer outside the contract. */
interface Unexpected extends Failed {
  /** How the answer departs from the contract. */
  readonly reason:
    | "undocumented status"
    | "undocumented code"
    | "not JSON"
    | "schema mismatch"
    | "redirect"
    | "too large"
  /**
   * Texts that could still be read from an answer that granted, tokens among them, by their names on the wire in
   * camelCase. The user has no other copy.
   */
  readonly recovered?: { readonly [name: string]: Redacted.Redacted<string> }
}

/**
 * The answer is outside the provider's contract: an undocumented status or code, something that is not JSON, a body of
 * another shape or beyond a mebibyte, a redirect. It may come from a proxy. After a 2xx, or with a whole token set, a
 * one-time grant is spent, and whatever tokens could be read are in `recovered`: keep them.
 */
export class UnexpectedResponse extends Data.TaggedError("UnexpectedResponse")<Described<Unexpected>> {
  constructor(failure: Unexpected) {
    super(described("UnexpectedResponse", failure, `unexpected answer (${failure.reason})`))
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
} satisfies { readonly [Tag in RedemptionTag]: unknown }

/** The errors of some tags. */
export type ErrorOf<Tag extends RedemptionTag> = InstanceType<(typeof redemptionErrors)[Tag]>

/** Any way a redemption can fail. */
export type RedemptionError = ErrorOf<RedemptionTag>
