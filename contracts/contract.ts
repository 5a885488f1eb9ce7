/**
 * The shape of a provider's record: what the suite knows of a provider beyond its spec. The compiler requires exactly
 * one line per operation, error tag and answer of the simulator.
 */

import type { SharedSettings, TokenExchange, TokenExchangeSettings } from "../src/index.ts"
import type { RedemptionTag } from "../src/policies.ts"
import type * as providers from "../src/providers.ts"
import type * as simulators from "../src/simulators.ts"
import type { Simulator, SimulatorOptions } from "../src/testing.ts"
import type { JsonObject } from "./spec/json.ts"

/** A provider that has a client. */
export type ProviderName = keyof typeof providers

/** Every provider with every credential: the settings of a client that has every operation. */
type AllSettings = {
  readonly [Name in Exclude<keyof TokenExchangeSettings, keyof SharedSettings>]-?: Required<
    NonNullable<TokenExchangeSettings[Name]>
  >
}

/** The client of every provider, with every operation. */
export type Clients = TokenExchange<AllSettings>

/** The answers that a simulator's own state leads to, by status and name. */
type Given<Name extends ProviderName> = NonNullable<ReturnType<(typeof simulators)[Name]>["gives"]>

/** The record of one provider. */
export interface Contract<Name extends ProviderName> {
  readonly operations: {
    readonly [OperationId in keyof Clients[Name]]: OperationContract & {
      readonly fails: Fails<Clients[Name][OperationId]>
    }
  }
  /** The answer that each step of a flow comes to, by workflow and step. */
  readonly flows: { readonly [workflowId: string]: { readonly [stepId: string]: AnswerName } }
  /** A scene for each answer that the simulator's own state leads to. */
  readonly scenes: { readonly [Answer in Given<Name>]: Scene<Name> }
  /** The body of a refusal in the documented shape, with no code that the spec lists: its status decides. */
  readonly explanation: JsonObject
  /**
   * Bodies of refusals that contain `quoted` in every text, in shapes that no example of the spec has. The search for
   * secrets answers with them and with the spec's own.
   */
  readonly refusals?: (quoted: string) => ReadonlyArray<unknown>
  /** Possible bodies that no example shows. The property tests answer with them and with the examples. */
  readonly bodies?: ReadonlyArray<unknown>
}

/** The record of one operation. */
export interface OperationContract {
  /** The names of its request examples. */
  readonly requests: ReadonlyArray<string>
  /** What each documented answer means to a caller, by status and by the name of its example. */
  readonly answers: { readonly [status: string]: { readonly [example: string]: Outcome } }
  /** The headers of each documented answer, as the spec shows them, by status. */
  readonly headers?: { readonly [status: string]: { readonly [name: string]: string } }
  /**
   * The meaning of each status under the provider's `explanation`. Not here: 429, 500–599 and undocumented statuses,
   * which mean the same at every provider. A status without a documented body means nothing.
   */
  readonly statuses: { readonly [status: string]: RedemptionTag }
  /** Whether it can fail with a tag. */
  readonly fails: { readonly [Tag in RedemptionTag]: boolean }
}

/** A documented answer: its status, and the name of its example. */
export interface AnswerName {
  readonly status: number
  readonly example: string
}

/** A token set's fields, or an error's tag with its other fields. `$field` stands for that field of the example. */
export type Outcome = { readonly [field: string]: unknown } & (
  | { readonly provider: string }
  | { readonly _tag: RedemptionTag }
)

/** The tags that a function of the client can fail with. */
type TagOf<Redeem> = Redeem extends (...input: never) => Promise<infer Redemption>
  ? Redemption extends { readonly error: { readonly _tag: infer Tag } }
    ? Tag
    : never
  : never

type Fails<Redeem> = { readonly [Tag in RedemptionTag]: Tag extends TagOf<Redeem> ? true : false }

/** For an operation that can fail in every way. */
export const everyFailure = {
  InvalidRequest: true,
  InvalidClient: true,
  InvalidGrant: true,
  RateLimited: true,
  ConnectionFailed: true,
  ProviderUnavailable: true,
  OutcomeUnknown: true,
  UnexpectedResponse: true,
} as const satisfies { readonly [Tag in RedemptionTag]: true }

/** A call or a raw request that leads the simulator to one answer. */
export interface Scene<Name extends ProviderName> {
  /** The operation that answers. */
  readonly operation: keyof Clients[Name]
  /** How the simulated provider is set up. */
  readonly options?: Name extends keyof SimulatorOptions ? SimulatorOptions[Name] : never
  readonly play: (stage: Stage<Name>) => Promise<unknown>
}

/** The tools of a scene. */
export interface Stage<Name extends ProviderName> {
  /** Our client, with the credentials that the simulated provider knows. */
  readonly client: Clients[Name]
  /** Our client with other credentials. */
  readonly clientWith: (settings: Partial<AllSettings[Name]>) => Clients[Name]
  readonly simulated: Simulator[Name]
  /** Sends a body as it stands to the scene's operation. */
  readonly post: (body: string, contentType?: string) => Promise<unknown>
}
