/** What the connections of all providers share: the store, its rows, and what seals them. */
import type { Owner } from "../owner.ts"
import type { WaitUntil } from "../settings.ts"
import { checkedStore, timely } from "./access.ts"
import type { ConnectionRecord } from "./connection.ts"
import type { GrantRecord } from "./grant.ts"
import { isKeyService, type VaultKeys } from "./keys.ts"
import { type Rows, rowsOf } from "./rows.ts"
import { makeSealing, type Sealing } from "./sealing.ts"
import type { VaultStore } from "./store.ts"

/** What is given to a vault. */
export interface Given {
  readonly store: VaultStore
  readonly keys: VaultKeys
  readonly owner: Owner
  /** Milliseconds for which what was read may be served from memory. */
  readonly cacheFor: number
  readonly waitUntil: WaitUntil | undefined
}

/** What all connections of a vault share. */
export interface Shelf extends Pick<Given, "owner" | "cacheFor" | "waitUntil"> {
  readonly store: VaultStore
  readonly connections: Rows<ConnectionRecord>
  readonly grants: Rows<GrantRecord>
  readonly sealing: Sealing
}

/** What was read may be served from memory for half a minute. */
export const defaultCacheFor = 30_000

/** Rows over a store, sealed. */
export const shelfOf = (
  store: VaultStore,
  sealing: Sealing,
  others: Pick<Given, "owner" | "cacheFor" | "waitUntil">,
): Shelf => ({
  store,
  sealing,
  connections: rowsOf(store, sealing),
  grants: rowsOf(store, sealing),
  ...others,
})

/** Rows over a store, sealed with keys. */
export const makeShelf = ({ store, keys, ...others }: Given): Shelf => {
  const checked = checkedStore(store)
  return shelfOf(checked, makeSealing(timely(checked), isKeyService(keys) ? timely(keys) : keys), others)
}
