/**
 * A provider's operations, tied to settings.
 */
import type { RedemptionError } from "./errors.ts"
import type { Descriptor, Operation, Provider, Redeem, RefusalTag } from "./operation.ts"
import { redeem } from "./redeem.ts"
import type { Resolved } from "./settings.ts"
import type { TokenSet } from "./token-set.ts"
import type { Watch } from "./watch.ts"

/** Operations, whatever they take and yield. */
interface AnyOperations {
  readonly [name: string]: Operation<never, string, TokenSet, RefusalTag>
}

/** A provider of tokens for a client of this type. */
export type ProviderOf<Client> = Provider<Client> & { readonly operations: AnyOperations }

/** A client of any provider. */
export interface AnyClient {
  readonly [name: string]: Redeem<never, TokenSet, RedemptionError>
}

/** Any provider. */
export type AnyProvider = ProviderOf<AnyClient>

/** Ties the operations of a provider to settings. */
export const connect = <Client>(
  { operations }: ProviderOf<Client>,
  settings: Resolved,
  watchOf: (descriptor: Descriptor) => Watch,
): Client =>
  // Object.fromEntries forgets which function belongs to which name; each entry is made of its own operation.
  Object.fromEntries(
    Object.entries<AnyOperations[string]>(operations).map(([name, operation]) => [
      name,
      redeem(operation, settings, watchOf),
    ]),
  ) as Client

/** Names of all app credentials that the operations of a provider need. */
export const credentialNames = (operations: AnyOperations): ReadonlyArray<string> => [
  ...new Set(Object.values(operations).flatMap(({ credentials }) => credentials)),
]
