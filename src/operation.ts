/**
 * What the rest of the house needs to know of an operation: its generated descriptor, and two pure functions that a
 * provider adds to it.
 */
import type * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { RedemptionTag, UnexpectedResponse } from "./errors.ts"

/** A secret as callers hand it in: text, or text that is redacted already. */
export type Secret = string | Redacted.Redacted<string>

/** The text of a secret, to be sent or read. */
export const textOf = (secret: Secret): string => (Redacted.isRedacted(secret) ? Redacted.value(secret) : secret)

export const redact = (secret: Secret): Redacted.Redacted<string> =>
  Redacted.isRedacted(secret) ? secret : Redacted.make(secret)

/** What the generator says of one operation. */
export interface Descriptor<out Wire = unknown> {
  readonly provider: string
  readonly operationId: string
  readonly method: "POST"
  readonly path: string
  readonly mediaType: "application/json"
  readonly request: Schema.Top & { readonly Encoded: Wire }
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
  /** The body says that the grant was redeemed, whatever the status says. */
  readonly isGranted?: true
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
  readonly expires?: (input: Input) => Secret
  /** What came back. Decides on the body first, then on the status. */
  readonly read: (answer: Answer, input: Input) => Result.Result<Tokens, Refusal<Tag>>
}

export type Credentials<Credential extends string> = { readonly [Name in Credential]: Redacted.Redacted<string> }

/** Ties a provider's two functions to a generated descriptor. */
export const operation = <Wire, Input, const Credential extends string, Tokens, Tag extends RefusalTag>(
  descriptor: Descriptor<Wire>,
  functions: Omit<Operation<Input, Credential, Tokens, Tag, Wire>, "descriptor">,
): Operation<Input, Credential, Tokens, Tag, Wire> => ({ descriptor, ...functions })

/** What can be set for a single call. */
export interface CallOptions {
  /** Deadline of this redemption in milliseconds, retries and back-off included. By default that of the settings. */
  readonly timeout?: number
  /** Calls the redemption off. What was sent already stays sent: the outcome is then unknown. */
  readonly signal?: AbortSignal
}

/** The failures of any redemption, whatever its provider answers. */
export type SharedTag = "InvalidRequest" | "InvalidGrant" | "ConnectionFailed" | "OutcomeUnknown" | "UnexpectedResponse"

/** Presents a grant, and yields tokens or the one error that says what happened. */
export type Redeem<in Input, out Tokens, out Failure> = (
  input: Input,
  options?: CallOptions,
) => Effect.Effect<Tokens, Failure>

/** What a provider settles where the caller does not. */
export interface Defaults {
  readonly baseUrl: string
  /** In milliseconds. */
  readonly timeout: number
}

/** A provider: its defaults, and for each function of its client the operation behind it. */
export interface Provider<Client> extends Defaults {
  readonly name: string
  readonly operations: { readonly [Name in keyof Client]: OperationOf<Client[Name]> }
}

type OperationOf<R> =
  R extends Redeem<infer Input, infer Tokens, infer Failure>
    ? Operation<Input, string, Tokens, Extract<Tagged<Failure>, RefusalTag>>
    : never

type Tagged<Failure> = Failure extends { readonly _tag: infer Tag } ? Tag : never
