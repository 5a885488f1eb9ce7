/**
 * A provider's operations, tied to settings.
 */
import type { Operation, RefusalTag } from "./operation.ts"
import { type Redeem, redeem } from "./redeem.ts"
import type { Defaults, Resolved } from "./settings.ts"
import type { TokenSet } from "./token-set.ts"

/** A provider: its defaults and its operations. */
export interface Provider<Operations = unknown> extends Defaults {
  readonly name: string
  readonly operations: Operations
}

/** The redemption of an operation. */
type RedeemOf<O> =
  O extends Operation<infer Input, infer _Name, infer Tokens, infer Tag> ? Redeem<Input, Tokens, Tag> : never

/** Names of the app credentials that an operation needs. */
export type CredentialOf<O> = O extends { readonly credentials: ReadonlyArray<infer Name> } ? Name : never

/** Every operation of a provider as a function. */
export type Client<Operations> = { readonly [Name in keyof Operations]: RedeemOf<Operations[Name]> }

/** Operations, whatever they take and yield. */
export interface AnyOperations {
  readonly [name: string]: Operation<never, string, TokenSet, RefusalTag>
}

/** Ties the operations of a provider to settings. */
export const connect = <Operations extends AnyOperations>(
  { operations }: Provider<Operations>,
  settings: Resolved,
): Client<Operations> =>
  // Object.fromEntries forgets which function belongs to which name; each entry was made of its own operation.
  Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [name, redeem(operation, settings)]),
  ) as Client<Operations>

/** Names of all app credentials that the operations of a provider need. */
export const credentialNames = ({ operations }: Provider<AnyOperations>): ReadonlyArray<string> => [
  ...new Set(Object.values(operations).flatMap(({ credentials }) => credentials)),
]
