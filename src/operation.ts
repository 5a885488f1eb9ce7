/**
 * A provider and its operations as the core sees them: generated descriptors, and the pure functions that the provider
 * adds.
 */
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaParser from "effect/SchemaParser"
import type { UnexpectedResponse } from "./errors.ts"
import type { RedemptionTag } from "./policies.ts"
import type { Secret } from "./secrets.ts"
import type { Defaults, OnOrphaned, ProviderSettings } from "./settings.ts"
import type { AnyTokenSet } from "./token-set.ts"

/** The generated description of one operation. */
export interface Descriptor<out Wire = unknown> {
  readonly provider: string
  readonly operationId: string
  readonly method: string
  readonly path: string
  /** The media type of the body; none without a body. */
  readonly mediaType: string | null
  readonly request: Schema.Top & { readonly Encoded: Wire; readonly DecodingServices: never }
  readonly fields: ReadonlyArray<string>
  readonly secrets: ReadonlyArray<string>
  readonly granted: ReadonlyArray<string>
  readonly tokens: ReadonlyArray<string>
  readonly oneTime: { readonly [field: string]: true | "when-rotated" }
  /** The header that says how long to wait, in place of `Retry-After`. */
  readonly retryAfter?: string
  /** The header that has the provider's name for an answer. */
  readonly requestId?: string
  /** The statuses of a granted request. */
  readonly success: ReadonlyArray<number>
  /**
   * Sends a request's fields through the client that the provider's `connect` made. Declared as a method, since its parameters are
   * of the provider's own types: the generated code is where the compiler checks them.
   */
  send(client: unknown, wire: unknown, fetch: SendRequest): Promise<unknown>
}

/** The `fetch` that openapi-fetch calls. */
export type SendRequest = (request: Request) => Promise<Response>

/** A whole answer of a provider. */
export interface Received {
  readonly status: number
  readonly headers: Pick<Headers, "get">
  /** The body as JSON; `undefined` when it is not JSON. */
  readonly body: unknown
}

/** A whole answer, and when it arrived. */
export interface Answer extends Received {
  /** In milliseconds since the epoch. */
  readonly receivedAt: number
}

/** The failures that a provider's answer can mean. All others come from the network. */
export type RefusalTag = Exclude<RedemptionTag, "ConnectionFailed" | "OutcomeUnknown">

/** Why an answer yields no token set, as the provider's reader sees it. */
export interface Refusal<Tag extends RefusalTag = RefusalTag> {
  readonly tag: Tag
  readonly code?: string
  /** The spec lists the code, so it cannot quote a secret. */
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
  /** Builds the request. Nothing is sent that breaks the request's schema. */
  readonly request: (input: Input, credentials: Credentials<Credential>) => Wire
  /** The grant, where it may be a JWT that says when it expires: an expired one is not sent. */
  readonly expires?: (input: Input) => Secret
  /** Reads the answer: its body first, then its status. */
  readonly read: (answer: Answer, input: Input) => Result.Result<Tokens, Refusal<Tag>>
}

export type Credentials<Credential extends string> = { readonly [Name in Credential]: Redacted.Redacted<string> }

/** In place of a success's schema: its body is not read, and its status says all. */
export const byStatus: Schema.Decoder<unknown> = Schema.Unknown

/** What a provider adds to a generated descriptor. */
interface Functions<Wire, Granted, Input, Credential extends string, Tokens, Tag extends RefusalTag>
  extends Pick<Operation<Input, Credential, Tokens, Tag, Wire>, "credentials" | "request" | "expires"> {
  /** The schema of a success, or {@link byStatus}. */
  readonly success: Schema.Decoder<Granted>
  /** The token set of a success. */
  readonly tokens: (granted: Granted, answer: Answer, input: Input) => Tokens
  /** What an answer means that grants nothing. */
  readonly refusal: (answer: Answer) => Refusal<Tag>
}

/**
 * Ties a provider's functions to a generated descriptor. The wire type comes from the descriptor alone: a required
 * field that `request` does not send does not compile.
 */
export const operation = <Wire, Granted, Input, const Credential extends string, Tokens, Tag extends RefusalTag>(
  descriptor: Descriptor<Wire>,
  functions: Functions<NoInfer<Wire>, Granted, Input, Credential, Tokens, Tag>,
): Operation<Input, Credential, Tokens, Tag | "UnexpectedResponse", Wire> => {
  const { success, tokens, refusal, ...others } = functions
  const decode = SchemaParser.decodeUnknownResult(success)
  return {
    descriptor,
    ...others,
    read: (answer, input) => {
      const isSuccess = descriptor.success.includes(answer.status)
      const granted = decode(answer.body)
      if (Result.isFailure(granted) || (success === byStatus && !isSuccess)) return Result.fail(refusal(answer))
      if (isSuccess) return Result.succeed(tokens(granted.success, answer, input))
      // No spec documents tokens under another status, but the user has no other copy of them.
      const { reason = "schema mismatch" } = refusal(answer)
      return Result.fail({ tag: "UnexpectedResponse", reason, isGranted: true })
    },
  }
}

/** Options of a single call. */
export interface CallOptions<Tokens = AnyTokenSet> {
  /** Deadline of this redemption in milliseconds, retries and back-off included. By default the settings' `timeout`. */
  readonly timeout?: number
  /** Cancels the redemption. A request that was already sent stays sent: the outcome is then unknown. */
  readonly signal?: AbortSignal
  /** Takes the outcome of this redemption if it comes after its caller gave up, in place of the settings' hook. */
  readonly onOrphaned?: OnOrphaned<Tokens>
}

/** The failures of any redemption, whatever its provider answers. */
export type SharedTag = "InvalidRequest" | "InvalidGrant" | "ConnectionFailed" | "OutcomeUnknown" | "UnexpectedResponse"

/** Presents a grant, and yields tokens or one error. */
export type Redeem<in Input, out Tokens, out Failure> = (
  input: Input,
  options?: CallOptions<Tokens>,
) => Effect.Effect<Tokens, Failure>

/** Any provider, as the core sees it. */
export interface AnyProvider extends Defaults {
  readonly name: string
  /** Makes the openapi-fetch client of the provider's paths. */
  readonly connect: (options: { readonly baseUrl: string; readonly Request?: typeof Request }) => unknown
  /** The schema of its token set. */
  readonly tokens: Schema.Codec<AnyTokenSet, unknown>
  readonly operations: AnyOperations
}

export interface AnyOperations {
  readonly [operationId: string]: Operation<never, string, AnyTokenSet, RefusalTag>
}

/** Names of all app credentials that operations need. */
export const credentialNames = (operations: AnyOperations): ReadonlyArray<string> => [
  ...new Set(Object.values(operations).flatMap(({ credentials }) => credentials)),
]

/**
 * One provider: its defaults, its token set, and for each function of `Client` the operation behind it.
 *
 * `Needs` names the credentials that are optional in `Settings` and that an operation needs all the same.
 */
export interface Provider<
  Client,
  Settings extends ProviderSettings,
  Tokens extends AnyTokenSet,
  Needs extends { readonly [Name in keyof Client]?: keyof Settings } = object,
> extends AnyProvider {
  readonly tokens: Schema.Codec<Tokens, unknown>
  readonly operations: AnyOperations & {
    readonly [Name in keyof Client]: OperationOf<
      Client[Name],
      string & (RequiredKeys<Settings> | (Name extends keyof Needs ? Needs[Name] : never))
    >
  }
  /** For the compiler only; absent at run time. */
  readonly types?: { readonly client: Client; readonly settings: Settings; readonly needs: Needs }
}

type RequiredKeys<T> = { [Key in keyof T]-?: object extends Pick<T, Key> ? never : Key }[keyof T]

type OperationOf<R, Credential extends string> =
  R extends Redeem<infer Input, infer Tokens, infer Failure>
    ? Operation<Input, Credential, Tokens, Extract<Tagged<Failure>, RefusalTag>>
    : never

type Tagged<Failure> = Failure extends { readonly _tag: infer Tag } ? Tag : never
