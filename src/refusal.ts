/** Turns a refusal or a network failure into an error that says whether the grant may be presented again. */
import * as Redacted from "effect/Redacted"
import {
  ConnectionFailed,
  type ErrorOf,
  InvalidClient,
  InvalidGrant,
  InvalidRequest,
  OutcomeUnknown,
  ProviderUnavailable,
  RateLimited,
  UnexpectedResponse,
} from "./errors.ts"
import type { Answer, Descriptor, Received, Refusal, RefusalTag } from "./operation.ts"
import { type Grant, policies, type RedemptionTag } from "./policies.ts"
import { retryAfter } from "./retry-after.ts"
import { isShowable } from "./secrets.ts"

/** The state of the grant after a failure with this tag. */
export const grantAfter = (
  { oneTime }: Pick<Descriptor, "oneTime">,
  tag: RedemptionTag,
  isGranted?: boolean,
): Grant => {
  const { grant } = policies[tag]
  if (grant === "spent") return grant
  if (Object.keys(oneTime).length === 0) return "reusable"
  if (grant === "unknown unless granted") return isGranted ? "spent" : "unknown"
  return grant
}

/**
 * Whether an answer says that the grant was redeemed. A page under a 2xx may be a proxy's, and says nothing of a grant
 * that a success spends only sometimes.
 */
export const isGranted = (
  { oneTime }: Pick<Descriptor, "oneTime">,
  { status, body }: Pick<Received, "status" | "body">,
  { isGranted: stated }: Pick<Refusal, "isGranted"> = {},
): boolean => stated ?? (status >= 200 && status < 300 && (body !== undefined || Object.values(oneTime).includes(true)))

/** A field of the wire under the name it has in this API: `temp_token` → `tempToken`, `connectionID` → `connectionId`. */
export const publicName = (field: string): string =>
  field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()).replace(/ID$/, "Id")

/** The known texts of a success that breaks its schema, if a token is among them. */
const recover = (
  { granted, tokens }: Descriptor,
  body: unknown,
): { readonly recovered?: Record<string, Redacted.Redacted> } => {
  if (typeof body !== "object" || body === null) return {}
  const texts = Object.entries(body).filter(
    (entry): entry is [string, string] => granted.includes(entry[0]) && typeof entry[1] === "string" && entry[1] !== "",
  )
  if (!texts.some(([name]) => tokens.includes(name))) return {}
  return {
    recovered: Object.fromEntries(
      texts.map(([name, text]) => [publicName(name), Redacted.make(text, { label: "text" })]),
    ),
  }
}

/** What one redemption has presented so far. */
export interface Presented {
  readonly descriptor: Descriptor
  /** The secrets that were sent. No text that quotes one goes into an error. */
  readonly secrets: ReadonlyArray<string>
  /** Whether an earlier attempt may have spent the grant. */
  readonly ambiguous: boolean
}

type Make = { readonly [Tag in RefusalTag]: (presented: Presented, answer: Answer, refusal: Refusal) => ErrorOf<Tag> }

/** Where a failure happened, and the state of the grant afterwards. */
const about = ({ descriptor, ambiguous }: Presented, tag: RedemptionTag, isGranted?: boolean) => {
  const grant = grantAfter(descriptor, tag, isGranted)
  return {
    provider: descriptor.provider,
    operation: descriptor.operationId,
    // After an ambiguous attempt, a later error reports `unknown` instead of `unspent`.
    grant: ambiguous && grant === "unspent" ? "unknown" : grant,
  } as const
}

/** The fields that the errors of all refusals share. */
const shared = (presented: Presented, answer: Received, refusal: Refusal) => {
  const { tag, code, isListed } = refusal
  return {
    ...about(presented, tag, isGranted(presented.descriptor, answer, refusal)),
    status: answer.status,
    ...(code !== undefined && (isListed === true || isShowable(code, presented.secrets)) && { code }),
    ...requestIdOf(presented, answer, refusal),
  }
}

/** The shape of ids in headers. */
const idShape = /^[\w.:-]+$/

/** The provider's name for an answer: from its body, or from the header that the spec marks. */
export const requestIdOf = (
  { descriptor, secrets }: Presented,
  { headers }: Pick<Received, "headers">,
  { requestId = headerOf(headers, descriptor.requestId) }: Pick<Refusal, "requestId"> = {},
): { readonly requestId?: string } => (requestId !== undefined && isShowable(requestId, secrets) ? { requestId } : {})

const headerOf = (headers: Received["headers"], name: string | undefined) => {
  const value = name === undefined ? undefined : headers.get(name)?.trim()
  return value !== undefined && idShape.test(value) ? value : undefined
}

const wait = ({ descriptor }: Presented, { headers, receivedAt }: Answer): { readonly retryAfter?: number } => {
  const milliseconds = retryAfter(headers, receivedAt, descriptor.retryAfter)
  return milliseconds === undefined ? {} : { retryAfter: milliseconds }
}

const make: Make = {
  InvalidRequest: (presented, answer, refusal) =>
    new InvalidRequest({ ...shared(presented, answer, refusal), fields: (refusal.fields ?? []).map(publicName) }),
  InvalidClient: (...all) => new InvalidClient(shared(...all)),
  InvalidGrant: (...all) => new InvalidGrant(shared(...all)),
  RateLimited: (...all) => new RateLimited({ ...shared(...all), ...wait(all[0], all[1]) }),
  ProviderUnavailable: (...all) => new ProviderUnavailable({ ...shared(...all), ...wait(all[0], all[1]) }),
  UnexpectedResponse: (presented, answer, refusal) =>
    new UnexpectedResponse({
      ...shared(presented, answer, refusal),
      reason: refusal.reason ?? "undocumented status",
      ...(isGranted(presented.descriptor, answer, refusal) && recover(presented.descriptor, answer.body)),
    }),
}

/** The error for a provider's answer. */
export const refused = <Tag extends RefusalTag>(
  presented: Presented,
  answer: Answer,
  refusal: Refusal<Tag>,
): ErrorOf<Tag> => make[refusal.tag](presented, answer, refusal)

/** The error for an input or a credential that the request schema rejects. Fields have the caller's names. */
export const malformed = (presented: Presented, fields: ReadonlyArray<string>): InvalidRequest =>
  new InvalidRequest({ ...about(presented, "InvalidRequest"), fields })

/** The error for a grant that expired by its own `exp` and was not sent. */
export const expired = (presented: Presented, expiredAt: Date): InvalidGrant =>
  new InvalidGrant({ ...about(presented, "InvalidGrant"), expiredAt })

/** Drops a label that may quote a secret: the caller's own `fetch` may put anything into a code. */
const label = ({ secrets }: Presented, reason: string) => (isShowable(reason, secrets) ? reason : "network failure")

/** The error for a request that was not sent. */
export const notSent = (presented: Presented, reason: string): ConnectionFailed =>
  new ConnectionFailed({ ...about(presented, "ConnectionFailed"), reason: label(presented, reason) })

/** The error for a request that was sent and got no whole answer. */
export const noAnswer = (presented: Presented, reason: string): OutcomeUnknown =>
  new OutcomeUnknown({ ...about(presented, "OutcomeUnknown"), reason: label(presented, reason) })
