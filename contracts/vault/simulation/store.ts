/** A store in virtual time, as each process reaches it: slow, failing before or after a write, silent, or down. */
import type { Stored, VaultStore } from "../../../src/vault/store.ts"
import type { Process, World } from "./world.ts"

interface Kept {
  readonly value: Uint8Array
  readonly version: string
  readonly writtenAt: number
}

/** How a store fails. Each is a probability. */
export interface StoreFaults {
  readonly failsBefore: number
  readonly failsAfter: number
  readonly hangs: number
}

/** A write, as whoever watches the store sees it. */
export interface Written {
  readonly key: string
  readonly value: Uint8Array | undefined
}

export interface SimulatedStore {
  readonly reachedBy: (process: Process) => VaultStore
  /** Every write and removal, in order. */
  readonly writes: ReadonlyArray<Written>
  faults: StoreFaults
  /** While it is down, every call fails. */
  isDown: boolean
}

export const noStoreFaults: StoreFaults = { failsBefore: 0, failsAfter: 0, hangs: 0 }

export const makeStore = (world: World, slowest: number): SimulatedStore => {
  const rows = new Map<string, Kept>()
  const writes: Array<Written> = []
  let versions = 0
  const { chance } = world

  const put = (key: string, value: Uint8Array) => {
    const version = String(++versions)
    rows.set(key, { value, version, writtenAt: world.now() })
    writes.push({ key, value })
    return version
  }

  const store: SimulatedStore = {
    writes,
    faults: noStoreFaults,
    isDown: false,
    reachedBy: (process) => {
      /** What was sent arrives even if the process ends meanwhile; what comes back needs somebody to come to. */
      const call = <A>(work: () => A): Promise<A> =>
        new Promise((resolve, reject) => {
          const { failsBefore, failsAfter, hangs } = store.faults
          const isLost = store.isDown || chance.isLikely(failsBefore)
          const isAnswerLost = chance.isLikely(failsAfter)
          const isSilent = chance.isLikely(hangs)
          world.after(chance.between(1, slowest), () => {
            const answer = isLost ? undefined : { value: work() }
            if (isSilent) return
            const settle = () =>
              answer === undefined || isAnswerLost ? reject(new Error("the store failed")) : resolve(answer.value)
            world.after(chance.between(1, slowest), settle, process)
          })
        })
      return {
        read: (key) =>
          call((): Stored | undefined => {
            const row = rows.get(key)
            return row && { value: row.value, version: row.version, age: world.now() - row.writtenAt }
          }),
        write: (key, value, expected) =>
          call(() => (rows.get(key)?.version === expected ? put(key, Uint8Array.from(value)) : undefined)),
        remove: (key, expected) =>
          call(() => {
            if (rows.get(key)?.version !== expected) return false
            writes.push({ key, value: undefined })
            return rows.delete(key)
          }),
        list: (prefix, after = "", limit) =>
          call(() =>
            [...rows.keys()]
              .filter((key) => key.startsWith(prefix) && key > after)
              .sort()
              .slice(0, limit),
          ),
      }
    },
  }
  return store
}
