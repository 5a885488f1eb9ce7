/** What the vault knows of a provider: data, in the provider's own folder. */
import type { AnyProvider } from "../operation.ts"
import type { AnyTokenSet } from "../token-set.ts"
import type { Connections } from "./functions.ts"

/** How a provider's token sets are kept. */
export interface Rules<Tokens extends AnyTokenSet, Operation extends string = string> {
  readonly provider: AnyProvider
  /** The operations that begin a connection: the grant's fields tell which. */
  readonly begins: ReadonlyArray<Operation>
  /** The operation that refreshes a set, and what it presents. None where only the user can renew. */
  readonly refresh?: { readonly operation: Operation; readonly grant: (tokens: Tokens) => object }
  /** The operation that revokes a set, and what it presents. None where the provider documents no revocation. */
  readonly revoke?: { readonly operation: Operation; readonly grant: (tokens: Tokens) => object }
  /** When the provider's API no longer takes the set. `undefined`: never, or nobody knows. */
  readonly expiresAt: (tokens: Tokens) => Date | undefined
  /** When only the user can renew it. `undefined`: never, or nobody knows. */
  readonly endsAt: (tokens: Tokens) => Date | undefined
}

/**
 * The rules of one provider: `P` is its record, `Vault` what its connections are for a caller, and `Begins` names the
 * operations that begin one.
 */
export interface VaultRules<P, Vault, Begins extends string>
  extends Rules<Vault extends Connections<never, infer Tokens, unknown, unknown, unknown> ? Tokens : never> {
  readonly begins: ReadonlyArray<Begins>
  /** For the compiler only; absent at run time. */
  readonly types?: { readonly provider: P; readonly vault: Vault; readonly begins: Begins }
}
