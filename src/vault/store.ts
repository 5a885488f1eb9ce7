/** What the vault asks of a store: four methods, each one statement. `token-exchange/testing` has the laws that they hold. */
import * as Context from "effect/Context"

/** A value as a store has it. */
export interface Stored {
  /** Sealed bytes: the store never sees a secret in plain text. */
  readonly value: Uint8Array
  /** Changes with every write, and never comes back. */
  readonly version: string
  /** Milliseconds since it was written, by the store's own clock. */
  readonly age: number
}

/**
 * Where a vault keeps its rows. Keys are printable ASCII of at most 1,200 characters; values are sealed. Every method
 * rejects when the store fails: the vault then reads again, since a write whose answer got lost may have happened.
 */
export interface VaultStore {
  /** The value under a key, as last written by anybody. */
  readonly read: (key: string) => Promise<Stored | undefined>
  /**
   * Compare and set: writes when the row still has the version `expected`, or, for `undefined`, when there is no row.
   * The new version; `undefined` when somebody else was faster.
   */
  readonly write: (key: string, value: Uint8Array, expected: string | undefined) => Promise<string | undefined>
  /** Removes the row when it still has the version `expected`, and says whether it did. */
  readonly remove: (key: string, expected: string) => Promise<boolean>
  /** At most `limit` keys that begin with `prefix` and come after `after`, in ascending order of their characters. */
  readonly list: (prefix: string, after: string | undefined, limit: number) => Promise<ReadonlyArray<string>>
}
/** The service of that name: the store of every vault layer. */
export const VaultStore: Context.Service<VaultStore, VaultStore> =
  /* #__PURE__ */ Context.Service<VaultStore>("token-exchange/VaultStore")
