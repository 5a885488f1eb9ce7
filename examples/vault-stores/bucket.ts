/** A store of one's own, over a key-value service whose writes are conditional. `storeLaws` say whether it holds. */
import type { VaultStore } from "token-exchange/vault"

/** A key-value service with the conditions of HTTP. Every write has an etag of its own. */
export interface Bucket {
  readonly get: (key: string) => Promise<{ body: Uint8Array; etag: string; ageInMillis: number } | undefined>
  readonly put: (
    key: string,
    body: Uint8Array,
    condition: { readonly ifMatch: string } | { readonly ifNoneMatch: "*" },
  ) => Promise<{ status: 200; etag: string } | { status: 412 }>
  readonly delete: (key: string, condition: { readonly ifMatch: string }) => Promise<{ status: 204 | 412 }>
  readonly keys: (options: { prefix: string; after: string; limit: number }) => Promise<ReadonlyArray<string>>
}

// #region store
/** Each method is one request. Whatever the service cannot do now rejects: the vault asks again. */
export const bucketStore = (bucket: Bucket): VaultStore => ({
  read: async (key) => {
    const found = await bucket.get(key)
    // The age by the service's own clock: those of two machines differ.
    return found && { value: found.body, version: found.etag, age: found.ageInMillis }
  },
  write: async (key, value, expected) => {
    const condition = expected === undefined ? { ifNoneMatch: "*" as const } : { ifMatch: expected }
    const answer = await bucket.put(key, value, condition)
    return answer.status === 412 ? undefined : answer.etag // 412: somebody else was faster
  },
  remove: async (key, expected) => (await bucket.delete(key, { ifMatch: expected })).status === 204,
  list: (prefix, after = "", limit) => bucket.keys({ prefix, after, limit }),
})
// #endregion
