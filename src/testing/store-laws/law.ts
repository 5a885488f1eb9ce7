/** What a law is, and how it says that a store breaks it. */
import type { VaultStore } from "../../vault/store.ts"

/** One law of a store. */
export interface StoreLaw {
  readonly name: string
  /** Rejects when the store breaks the law. `open` gives a handle of the store; every handle has the same rows. */
  readonly check: (open: () => VaultStore | Promise<VaultStore>) => Promise<void>
}

/** What a law works with. */
export interface Bench {
  /** Two handles of the same rows. */
  readonly one: VaultStore
  readonly other: VaultStore
  /** A key of this run of the law alone. */
  readonly key: (rest: string) => string
}

/** A law by name. Whatever it has written is removed, also when it was broken. */
export const law = (name: string, hold: (bench: Bench) => Promise<void>): StoreLaw => ({
  name,
  check: async (open) => {
    const [one, other] = [await open(), await open()]
    const own = `law-${crypto.randomUUID()}/`
    try {
      await hold({ one, other, key: (rest) => `${own}${rest}` })
    } catch (cause) {
      const told = cause instanceof Broken ? cause.message : `the store failed: ${String(cause)}`
      throw new Error(`The store breaks the law "${name}": ${told}`, { cause })
    } finally {
      // A broken store may be unable to do even this, which would hide the law that it broke.
      await clear(one, own).catch(() => {})
    }
  },
})

const clear = async (store: VaultStore, prefix: string) => {
  for (const key of await store.list(prefix, undefined, 1_000)) {
    const version = (await store.read(key))?.version
    if (version !== undefined) await store.remove(key, version)
  }
}

class Broken extends Error {}

/** Ends a law that the store breaks. */
export const broken = (what: string, expected: string, seen: unknown): never => {
  throw new Broken(`${what}: expected ${expected}, seen ${show(seen)}`)
}

/** Compares texts, numbers, booleans, lists of them, and `undefined`. */
export const same = (what: string, seen: unknown, expected: unknown): void => {
  if (show(seen) !== show(expected)) broken(what, show(expected), seen)
}

/** Requires that a write was not refused, and gives its version. */
export const won = (what: string, version: string | undefined): string =>
  typeof version === "string" && version !== "" ? version : broken(what, "the new version", version)

/** The bytes under a key, as text of their numbers. */
export const bytesAt = async (store: VaultStore, key: string): Promise<string | undefined> =>
  (await store.read(key))?.value.join()

export const bytes = (...numbers: ReadonlyArray<number>): Uint8Array => Uint8Array.from(numbers)

const show = (value: unknown): string => {
  const text = value === undefined ? "nothing" : JSON.stringify(value)
  return text.length > 300 ? `${text.slice(0, 300)}… (${text.length} characters)` : text
}
