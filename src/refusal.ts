/**
 * From what a provider or the network did to the one error that says so, and whether the grant may be presented again.
 */
import * as Redacted from "effect/Redacted"
import {
  ConnectionFailed,
  type ErrorOf,
  type Grant,
  InvalidClient,
  InvalidGrant,
  InvalidRequest,
  OutcomeUnknown,
  ProviderUnavailable,
  RateLimited,
  type RedemptionTag,
  UnexpectedResponse,
} from "./errors.ts"
import type { Answer, Descriptor, Received, Refusal, RefusalTag } from "./operation.ts"
import { retryAfter } from "./retry-after.ts"

/** May the grant be presented again, after a failure of this name? */
export const grantAfter = ({ oneTime }: Pick<Descriptor, "oneTime">, tag: RedemptionTag, status?: number): Grant => {
  if (tag === "InvalidGrant") return "spent"
  if (Object.keys(oneTime).length === 0) return "reusable"
  switch (tag) {
    case "InvalidRequest":
    case "InvalidClient":
    case "RateLimited":
    case "ConnectionFailed":
      return "unspent"
    case "UnexpectedResponse":
      return status !== undefined && status >= 200 && status < 300 ? "spent" : "unknown"
    case "ProviderUnavailable":
    case "OutcomeUnknown":
      return "unknown"
  }
}

/** A field of the wire under the name it has in this API: `temp_token` → `tempToken`, `connectionID` → `connectionId`. */
export const publicName = (field: string): string =>
  field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()).replace(/ID$/, "Id")

/** Tokens that can still be read from the body of a 2xx that breaks its schema. */
const recover = ({ tokens }: Descriptor, body: unknown): { readonly recovered?: Record<string, Redacted.Redacted> } => {
  if (typeof body !== "object" || body === null) return {}
  const found = Object.entries(body).filter(
    (entry): entry is [string, string] => tokens.includes(entry[0]) && typeof entry[1] === "string" && entry[1] !== "",
  )
  if (found.length === 0) return {}
  return { recovered: Object.fromEntries(found.map(([name, token]) => [name, Redacted.make(token, { label: name })])) }
}

type Make = { readonly [Tag in RefusalTag]: (descriptor: Descriptor, answer: Answer, refusal: Refusal) => ErrorOf<Tag> }

const common = (descriptor: Descriptor, { status }: Received, { tag, code, requestId }: Refusal) => ({
  provider: descriptor.provider,
  operation: descriptor.operationId,
  grant: grantAfter(descriptor, tag, status),
  status,
  ...(code !== undefined && { code }),
  ...(requestId !== undefined && { requestId }),
})

const make: Make = {
  InvalidRequest: (descriptor, answer, refusal) =>
    new InvalidRequest({ ...common(descriptor, answer, refusal), fields: (refusal.fields ?? []).map(publicName) }),
  InvalidClient: (...all) => new InvalidClient(common(...all)),
  InvalidGrant: (...all) => new InvalidGrant(common(...all)),
  RateLimited: (descriptor, answer, refusal) => {
    const wait = retryAfter(answer.headers, answer.receivedAt)
    return new RateLimited({ ...common(descriptor, answer, refusal), ...(wait !== undefined && { retryAfter: wait }) })
  },
  ProviderUnavailable: (...all) => new ProviderUnavailable(common(...all)),
  UnexpectedResponse: (descriptor, answer, refusal) =>
    new UnexpectedResponse({
      ...common(descriptor, answer, refusal),
      reason: refusal.reason ?? "undocumented status",
      ...(answer.status >= 200 && answer.status < 300 && recover(descriptor, answer.body)),
    }),
}

/** The error for what a provider answered. */
export const refused = <Tag extends RefusalTag>(
  descriptor: Descriptor,
  answer: Answer,
  refusal: Refusal<Tag>,
): ErrorOf<Tag> => make[refusal.tag](descriptor, answer, refusal)

const unanswered = (descriptor: Descriptor, tag: RedemptionTag) => ({
  provider: descriptor.provider,
  operation: descriptor.operationId,
  grant: grantAfter(descriptor, tag),
})

/** The error for an input or a credential that the request's schema refuses, by the names the caller used. */
export const malformed = (descriptor: Descriptor, fields: ReadonlyArray<string>): InvalidRequest =>
  new InvalidRequest({ ...unanswered(descriptor, "InvalidRequest"), fields })

/** The error for a request of which nothing was sent. */
export const notSent = (descriptor: Descriptor, reason: string): ConnectionFailed =>
  new ConnectionFailed({ ...unanswered(descriptor, "ConnectionFailed"), reason })

/** The error for a request that was sent and has no whole answer. */
export const noAnswer = (descriptor: Descriptor, reason: string): OutcomeUnknown =>
  new OutcomeUnknown({ ...unanswered(descriptor, "OutcomeUnknown"), reason })
