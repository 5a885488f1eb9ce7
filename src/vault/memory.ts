/** A store in the memory of this process, for tests: whatever it keeps is gone with the process. */
import type { Stored, VaultStore } from "./store.ts"

/** How a store in memory is set up. */
export interface MemoryStoreOptions {
  /**
   * The store's clock, in milliseconds from any beginning. By default the process's monotonic clock, since an age is a
   * duration and the time of day may be set back.
   */
  readonly now?: () => number
}

interface Row extends Pick<Stored, "value" | "version"> {
  readonly writtenAt: number
}

/** Creates an empty store. Handles that share rows are one and the same store. */
export const memoryStore = ({ now = () => performance.now() }: MemoryStoreOptions = {}): VaultStore => {
  const rows = new Map<string, Row>()
  /** Of all rows together, so that no version comes back after its row was removed. */
  let writes = 0
  return {
    read: (key) => {
      const row = rows.get(key)
      if (row === undefined) return Promise.resolve(undefined)
      const { value, version, writtenAt } = row
      return Promise.resolve({ value: copy(value), version, age: Math.max(0, now() - writtenAt) })
    },
    write: (key, value, expected) => {
      if (rows.get(key)?.version !== expected) return Promise.resolve(undefined)
      writes++
      const version = String(writes)
      rows.set(key, { value: copy(value), version, writtenAt: now() })
      return Promise.resolve(version)
    },
    remove: (key, expected) => Promise.resolve(rows.get(key)?.version === expected && rows.delete(key)),
    list: (prefix, after = "", limit) => {
      const keys = [...rows.keys()].filter((key) => key.startsWith(prefix) && key > after)
      return Promise.resolve(keys.sort().slice(0, limit))
    },
  }
}

/** Plain bytes of its own: neither a caller's buffer nor a view of a larger one. */
const copy = (value: Uint8Array) => Uint8Array.from(value)
