/** The outcomes of a fault: the error, the state of the grant, and the number of POSTs. */
import type { RedemptionTag } from "../../src/policies.ts"
import type { FaultOperation, Kind } from "./operations.ts"

/** An outcome: by kind of grant, or the same for all. */
export interface Expected {
  /** The error's tag; `undefined` for tokens. */
  readonly tag: string | undefined
  readonly grant: { readonly [K in Kind]: string }
  readonly posts: { readonly [K in Kind]: number }
  readonly reason?: string
}

const same = <T>(value: T) => ({ "one-time": value, rotating: value, reusable: value })
export const once = same(1)
export const thrice = same(3)
const unless = { "one-time": 1, rotating: 3, reusable: 3 }
const unspent = { "one-time": "unspent", rotating: "unspent", reusable: "reusable" }
const unknown = { "one-time": "unknown", rotating: "unknown", reusable: "reusable" }
const spent = { "one-time": "spent", rotating: "spent", reusable: "reusable" }

/** Tokens. */
export const redeemed: Expected = { tag: undefined, grant: same(""), posts: once }
/** Nothing of the request is sent. */
const unsent: Expected = { tag: "ConnectionFailed", grant: unspent, posts: same(0) }
/** Sent, and no whole answer: retried only without a one-time grant. */
export const maybeSpent: Expected = { tag: "OutcomeUnknown", grant: unknown, posts: unless }
/** What a body shows: nothing of it was sent. Without a body nothing shows that, and a request counts as sent. */
const byBody =
  (withBody: Expected, without: Expected) =>
  ({ descriptor }: Pick<FaultOperation, "descriptor">): Expected =>
    descriptor.mediaType === null ? without : withBody

/** Nothing reaches the server in any attempt. */
export const nothingSent = byBody(unsent, { ...maybeSpent, posts: same(0) })
/** The same until the deadline. */
export const nothingSentByDeadline = byBody(
  { ...unsent, reason: "deadline" },
  { ...maybeSpent, posts: same(0), reason: "deadline" },
)
/** Each attempt is turned away before its first byte. */
export const turnedAway = byBody({ ...unsent, posts: thrice }, maybeSpent)
/** The same at the deadline, which ends all attempts. */
export const maybeSpentAtDeadline: Expected = { tag: "OutcomeUnknown", grant: unknown, posts: once, reason: "deadline" }
/** The provider is down and may have granted before. */
export const unavailable: Expected = { tag: "ProviderUnavailable", grant: unknown, posts: unless }
/** Too many requests: tried three times. */
export const limited: Expected = { tag: "RateLimited", grant: unspent, posts: thrice }
/** Too many requests, for longer than the deadline: not tried again. */
export const limitedBeyondDeadline: Expected = { tag: "RateLimited", grant: unspent, posts: once }
/** A 2xx that yields no tokens. */
export const spentFor = (reason: string): Expected => ({ tag: "UnexpectedResponse", grant: spent, posts: once, reason })
/** A 2xx without readable JSON, which may come from a proxy: a grant that is spent only sometimes may still be good. */
export const unreadableFor = (reason: string): Expected => ({
  ...spentFor(reason),
  grant: { ...spent, rotating: "unknown" },
})
/** Another answer outside the contract. */
export const unexpected = (reason: string): Expected => ({
  tag: "UnexpectedResponse",
  grant: unknown,
  posts: once,
  reason,
})
/** The same of a 421: Node's `fetch` sends a request without a body once more by itself. Nothing keeps it from that. */
export const misdirected = byBody(unexpected("undocumented status"), {
  ...unexpected("undocumented status"),
  posts: same(2),
})
const invalidGrant: Expected = { tag: "InvalidGrant", grant: same("spent"), posts: once }
const invalidClient: Expected = { tag: "InvalidClient", grant: unspent, posts: once }
const invalidRequest: Expected = { tag: "InvalidRequest", grant: unspent, posts: once }

/** An answer with an explanation of the documented shape and no known code, when its status has this meaning. */
export const meaning = (tag: RedemptionTag | undefined): Expected => {
  switch (tag) {
    case "InvalidGrant":
      return invalidGrant
    case "InvalidClient":
      return invalidClient
    case "InvalidRequest":
      return invalidRequest
    case "RateLimited":
      return limited
    case "ProviderUnavailable":
      return unavailable
    case "ConnectionFailed":
      return unsent
    case "OutcomeUnknown":
      return maybeSpent
    case "UnexpectedResponse":
    case undefined:
      return unexpected("undocumented status")
  }
}
