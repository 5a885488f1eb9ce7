/** A store with faults on demand, for tests of whatever relies on a store. */
import type { VaultStore } from "../vault/store.ts"

/** A method of a store. */
export type StoreMethod = keyof VaultStore

/**
 * - `before`: the call rejects; the store has seen nothing
 * - `after`: the call rejects although the store has done it
 * - `hang`: the store has done it, and the answer never comes
 */
export type StoreFault = "before" | "after" | "hang"

/** One call of a store. */
export interface StoreCall {
  readonly method: StoreMethod
  /** The key, or the prefix of a list. */
  readonly key: string
}

/** A call that a test holds. */
export interface HeldCall {
  /** Resolves once somebody's call is held. */
  readonly reached: Promise<StoreCall>
  /** Lets it go on. Without it, it hangs. */
  readonly release: () => void
}

/** A store, and the faults of its next calls. Faults of one method are taken in the order in which they were asked for. */
export interface FaultyStore {
  readonly store: VaultStore
  /** Lets the next call of a method fail. */
  readonly failNext: (method: StoreMethod, fault: StoreFault) => void
  /** Holds the next call of a method, before the store has seen it or after it has done it. */
  readonly holdNext: (method: StoreMethod, when: "before" | "after") => HeldCall
  /** Lets the next call of a method answer this, whatever its type, without asking the store. */
  readonly answerNext: (method: StoreMethod, answer: unknown) => void
  /** Every call so far. */
  readonly calls: ReadonlyArray<StoreCall>
}

/** How a store becomes faulty. */
export interface FaultyStoreOptions {
  /** Asked for a fault at each call for which none was asked by name: for faults by chance, with your own seed. */
  readonly faultOf?: (call: StoreCall) => StoreFault | undefined
}

/** What happens to one call. `perform` asks the store. */
type Fate = (call: StoreCall, perform: () => Promise<unknown>) => Promise<unknown>

/**
 * Wraps a store.
 *
 * @example
 * const { store, failNext } = faultyStore(memoryStore())
 * failNext("write", "after") // the next write happens, and its answer is lost
 */
export const faultyStore = (real: VaultStore, { faultOf }: FaultyStoreOptions = {}): FaultyStore => {
  const fates = new Map<StoreMethod, Array<Fate>>()
  const calls: Array<StoreCall> = []
  const next = (method: StoreMethod, fate: Fate) => {
    fates.set(method, [...(fates.get(method) ?? []), fate])
  }

  /** A fault may answer with anything, so that the answer's type is only what the method promises. */
  const call = <A>(method: StoreMethod, key: string, perform: () => Promise<A>): Promise<A> => {
    const one = { method, key }
    calls.push(one)
    const asked = fates.get(method)?.shift()
    const fault = asked === undefined ? faultOf?.(one) : undefined
    const fate = asked ?? (fault === undefined ? undefined : failing(fault))
    return (fate === undefined ? perform() : fate(one, perform)) as Promise<A>
  }

  return {
    store: {
      read: (key) => call("read", key, () => real.read(key)),
      write: (key, value, expected) => call("write", key, () => real.write(key, value, expected)),
      remove: (key, expected) => call("remove", key, () => real.remove(key, expected)),
      list: (prefix, after, limit) => call("list", prefix, () => real.list(prefix, after, limit)),
    },
    failNext: (method, fault) => next(method, failing(fault)),
    holdNext: (method, when) => {
      const reached = Promise.withResolvers<StoreCall>()
      const released = Promise.withResolvers<void>()
      next(method, async (one, perform) => {
        const hold = () => {
          reached.resolve(one)
          return released.promise
        }
        if (when === "before") await hold()
        const answer = await perform()
        if (when === "after") await hold()
        return answer
      })
      return { reached: reached.promise, release: released.resolve }
    },
    answerNext: (method, answer) => next(method, async () => answer),
    calls,
  }
}

const failing =
  (fault: StoreFault): Fate =>
  async ({ method }, perform) => {
    if (fault !== "before") await perform()
    if (fault === "hang") await new Promise(() => {})
    throw new Error(`fault of a test: the store failed ${fault} its ${method}`)
  }
