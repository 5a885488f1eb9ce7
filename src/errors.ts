/**
 * Every way a redemption can fail, and whether the grant may be presented again.
 *
 * No field, message or stack of an error holds a secret: only the fields below are ever kept of an answer, and the
 * provider's codes and ids only where they have their documented shape.
 */
import * as Data from "effect/Data"
import type * as Redacted from "effect/Redacted"
import { type Grant, policies, type RedemptionTag } from "./policies.ts"

/** The fields of every failure. */
interface Failed {
  /** Slug of the provider. */
  readonly provider: string
  /** Name of the operation. */
  readonly operation: string
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

/** What an error says about the grant, and about presenting it again. */
const grantSentence: Record<Grant, string> = {
  unspent: " The grant is unspent: it may be presented again.",
  spent: " The grant is of no more use.",
  unknown: " The grant may be spent: ask the user for a new one rather than presenting it again.",
  reusable: "",
}

/** The message of an error: where, what, what to do, what is left of the grant. */
const describe = (failure: Failed & { readonly _tag: RedemptionTag }, what: string): string => {
  const { provider, operation, grant, status, code, requestId } = failure
  const details = Object.entries({ status, code, "request id": requestId }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value}`],
  )
  const where = `${provider}.${operation}: ${what}${details.length > 0 ? ` (${details.join(", ")})` : ""}`
  return `${where}. ${policies[failure._tag].action}${grantSentence[grant]}`
}

/**
 * The provider says the request is malformed, or it was never sent because it would be. Correct the call: presenting
 * the same input again fails again. This attempt left the grant untouched.
 *
 * @see specs/SOURCES.md
 */
export class InvalidRequest extends Data.TaggedError("InvalidRequest")<
  Failed & {
    /** Fields of the input or credentials that are missing or malformed, where the provider named them. */
    readonly fields: ReadonlyArray<string>
  }
> {
  override get message(): string {
    return describe(this, ["the request is malformed", ...this.fields].join(", ").replace(", ", ": "))
  }
}

/**
 * Our own app credentials are refused. Correct the settings: no user can help. This attempt left the grant untouched.
 *
 * @see specs/SOURCES.md
 */
export class InvalidClient extends Data.TaggedError("InvalidClient")<Failed> {
  override get message(): string {
    return describe(this, "the app credentials are refused")
  }
}

/**
 * The provider refused the grant itself: spent, expired, never valid, or a wrong password. Presenting it again cannot
 * succeed; ask the user for a new one, which is a consent or a login.
 *
 * @see specs/SOURCES.md
 */
export class InvalidGrant extends Data.TaggedError("InvalidGrant")<
  Failed & {
    /** When the grant expired by its own account: then it was not sent at all. */
    readonly expiredAt?: Date
  }
> {
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
 * The provider limits requests. Wait `retryAfter`, then present the same grant: this attempt left it untouched.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export class RateLimited extends Data.TaggedError("RateLimited")<
  Failed & {
    /** How long the provider asks to wait, in milliseconds, if it says. */
    readonly retryAfter?: number
  }
> {
  override get message(): string {
    const wait = this.retryAfter === undefined ? "" : `, retry after ${this.retryAfter} ms`
    return describe(this, `too many requests${wait}`)
  }
}

/**
 * Not a byte of the request was sent: no connection, or a credential that could not be had. Try again: of this attempt
 * the provider has seen nothing.
 */
export class ConnectionFailed extends Data.TaggedError("ConnectionFailed")<Unanswered> {
  override get message(): string {
    return describe(this, `nothing was sent (${this.reason})`)
  }
}

/**
 * The provider, or the bank behind it, is down or throttling. It may have spent the grant before it failed: where that
 * is one-time, ask the user for a new one rather than presenting it blindly.
 *
 * @see specs/SOURCES.md
 */
export class ProviderUnavailable extends Data.TaggedError("ProviderUnavailable")<Failed> {
  override get message(): string {
    return describe(this, "the provider is unavailable")
  }
}

/**
 * The request was sent and no whole answer came back. Where the grant is one-time, its tokens may be lost: ask the
 * user to go through consent again rather than presenting it blindly.
 */
export class OutcomeUnknown extends Data.TaggedError("OutcomeUnknown")<Unanswered> {
  override get message(): string {
    return describe(this, `the request was sent and no whole answer came back (${this.reason})`)
  }
}

/**
 * The provider answered outside its contract: an undocumented status or code, something that is not JSON, a body of
 * another shape or beyond a mebibyte, a redirect. After a 2xx a one-time grant is spent, and whatever tokens could be read are in `recovered`: keep
 * them.
 */
export class UnexpectedResponse extends Data.TaggedError("UnexpectedResponse")<
  Failed & {
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
> {
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
} satisfies { readonly [Tag in RedemptionTag]: unknown }

/** The errors of some tags. */
export type ErrorOf<Tag extends RedemptionTag> = InstanceType<(typeof redemptionErrors)[Tag]>

/** Any way a redemption can fail. */
export type RedemptionError = ErrorOf<RedemptionTag>
