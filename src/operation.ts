/**
 * What the rest of the house needs to know of an operation: its generated descriptor, and two pure functions that a
 * provider adds to it.
 */
import * as Redacted from "effect/Redacted"
import type * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { RedemptionTag, UnexpectedResponse } from "./errors.ts"

/** A secret as callers hand it in: text, or text that is redacted already. */
export type Secret = string | Redacted.Redacted<string>

export const redact = (secret: Secret): Redacted.Redacted<string> =>
  Redacted.isRedacted(secret) ? secret : Redacted.make(secret)

/** What the generator says of one operation. */
export interface Descriptor<out Wire = unknown> {
  readonly provider: string
  readonly operationId: string
  readonly method: "POST"
  readonly path: string
  readonly mediaType: "application/json"
  readonly request: Schema.Encoder<unknown> & { readonly Type: Wire }
  readonly fields: ReadonlyArray<string>
  readonly secrets: ReadonlyArray<string>
  readonly granted: ReadonlyArray<string>
  readonly tokens: ReadonlyArray<string>
  readonly oneTime: { readonly [field: string]: true | "when-rotated" }
}

/** A whole answer of a provider. */
export interface Received {
  readonly status: number
  readonly headers: Headers
  /** The body as JSON; `undefined` where it is none. */
  readonly body: unknown
}

/** A whole answer, and when it arrived. */
export interface Answer extends Received {
  /** In milliseconds since the epoch. */
  readonly receivedAt: number
}

/** The failures that a provider's answer can mean. The others are the network's. */
export type RefusalTag = Exclude<RedemptionTag, "ConnectionFailed" | "OutcomeUnknown">

/** Why an answer yields no token set, as far as a provider can tell. */
export interface Refusal<Tag extends RefusalTag = RefusalTag> {
  readonly tag: Tag
  readonly code?: string
  /** The code is one that the spec lists: it is no echo, whatever was sent. */
  readonly isListed?: boolean
  readonly requestId?: string
  /** Fields of the request, as the wire spells them. */
  readonly fields?: ReadonlyArray<string>
  readonly reason?: UnexpectedResponse["reason"]
}

/** One operation of a provider. */
export interface Operation<
  in Input,
  Credential extends string,
  out Tokens,
  out Tag extends RefusalTag,
  out Wire = unknown,
> {
  readonly descriptor: Descriptor<Wire>
  /** The app credentials it needs, as the settings name them. */
  readonly credentials: ReadonlyArray<Credential>
  /** What goes out. Nothing is sent where it breaks the request's schema. */
  readonly request: (input: Input, credentials: Credentials<Credential>) => Wire
  /** The grant, where it may be a JWT that says when it expires: one that has is not sent. */
  readonly expires?: (input: Input) => Redacted.Redacted<string>
  /** What came back. Decides on the body first, then on the status. */
  readonly read: (answer: Answer, input: Input) => Result.Result<Tokens, Refusal<Tag>>
}

export type Credentials<Credential extends string> = { readonly [Name in Credential]: Redacted.Redacted<string> }

/** Ties a provider's two functions to a generated descriptor. */
export const operation = <Wire, Input, const Credential extends string, Tokens, Tag extends RefusalTag>(
  descriptor: Descriptor<Wire>,
  functions: Omit<Operation<Input, Credential, Tokens, Tag, Wire>, "descriptor">,
): Operation<Input, Credential, Tokens, Tag, Wire> => ({ descriptor, ...functions })
