/**
 * How rows are sealed: AES-256-GCM under a data key that lies in the store, wrapped by the vault's own keys. A row
 * belongs to its key in the store: under another it does not open. Grants are known by a keyed hash. WebCrypto speaks in
 * promises, and so does this file.
 */
import { SealTrouble } from "./access.ts"
import { bytesOf, isKeyService, isName, type KeyService, type VaultKeys } from "./keys.ts"
import type { VaultStore } from "./store.ts"

type Bytes = Uint8Array<ArrayBuffer>

/** Seals and opens rows. Rejects with `SealTrouble`, or with what the store or the key service failed with. */
export interface Sealing {
  readonly seal: (row: string, text: string) => Promise<Uint8Array>
  readonly open: (row: string, box: Uint8Array) => Promise<string>
  /** By which a grant is known, and which tells nothing of it. */
  readonly fingerprint: (text: string) => Promise<string>
  /** Wraps every data key by the first of the vault's keys, and seals with a new data key from now on. */
  readonly renew: () => Promise<void>
}

const utf8 = new TextEncoder()
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length))
const keyOf = (bytes: Bytes) => crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"])
const dataKeyLength = 32
const ivLength = 12

/** The row's key in the store and the id of the key that seals are authenticated with the content. */
const algorithm = (iv: Bytes, row: string, id: string) => ({
  name: "AES-GCM",
  iv,
  additionalData: utf8.encode(`${row}\n${id}`),
})

/** A box is the id of the key that opens it on a line of its own, then what AES-GCM made. */
const boxed = async (key: CryptoKey, id: string, row: string, content: Bytes): Promise<Bytes> => {
  const iv = random(ivLength)
  const line = utf8.encode(`${id}\n`)
  const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm(iv, row, id), key, content))
  return Uint8Array.from([...line, ...iv, ...sealed])
}

const idOf = (box: Uint8Array) => textOf(box.subarray(0, Math.max(0, box.indexOf(10))))

const unboxed = async (key: CryptoKey, row: string, box: Uint8Array): Promise<Bytes> => {
  const id = idOf(box)
  const content = Uint8Array.from(box.subarray(id.length + 1))
  try {
    const iv = content.subarray(0, ivLength)
    return new Uint8Array(await crypto.subtle.decrypt(algorithm(iv, row, id), key, content.subarray(ivLength)))
  } catch {
    // The platform says no more than this either.
    throw new SealTrouble({ reason: "its key is wrong, or it was changed or swapped" })
  }
}

/** Wraps data keys by the keys themselves. */
const byKeys = (keys: Exclude<VaultKeys, KeyService>) => {
  const named = (id: string) => {
    const bytes = Object.hasOwn(keys, id) ? bytesOf(keys[id]) : undefined
    if (bytes !== undefined) return keyOf(bytes)
    const name = isName(id) ? `"${id}"` : "another"
    throw new SealTrouble({ reason: `it was wrapped by the key ${name}, which is not among the keys` })
  }
  return {
    wrap: async (row: string, dataKey: Bytes) => {
      const [first = ""] = Object.keys(keys)
      return boxed(await named(first), first, row, dataKey)
    },
    unwrap: async (row: string, box: Uint8Array) => unboxed(await named(idOf(box)), row, box),
  }
}

/** Bytes as a key management service gives them. */
const given = (bytes: unknown): Bytes => {
  if (bytes instanceof Uint8Array && bytes.length > 0) return Uint8Array.from(bytes)
  throw new TypeError("The key management service answered no bytes.")
}

/** Wraps data keys by a key management service. */
const byService = ({ wrap, unwrap }: KeyService): ReturnType<typeof byKeys> => ({
  wrap: async (_, dataKey) => given(await wrap(dataKey)),
  unwrap: async (_, box) => given(await unwrap(Uint8Array.from(box))),
})

const prefix = "key/"
const rowOf = (id: number) => `${prefix}${String(id).padStart(6, "0")}`
const fingerprintRow = `${prefix}fingerprint`

/** Seals with data keys in the store. Each is unwrapped once, when it is first needed. */
export const makeSealing = (store: VaultStore, keys: VaultKeys): Sealing => {
  const { wrap, unwrap } = isKeyService(keys) ? byService(keys) : byKeys(keys)
  const made = new Map<string, Promise<CryptoKey>>()
  /** The newest data key that this vault has met: it seals. */
  let newest = 0

  /** Makes a key once for all who ask, unless that fails. */
  const once = (name: string, make: () => Promise<CryptoKey>): Promise<CryptoKey> => {
    const key = made.get(name) ?? make()
    made.set(name, key)
    key.catch(() => made.delete(name))
    return key
  }

  const found = async (row: string): Promise<Uint8Array> => {
    const stored = await store.read(row)
    if (stored) return stored.value
    throw new SealTrouble({ reason: `the row ${row} is not in the store` })
  }

  /** A data key as it is written. A service that cannot open it again must not cost the rows under it. */
  const wrapped = async (row: string, bytes: Bytes) => {
    const box = await wrap(row, bytes)
    if (String(await unwrap(row, box)) === String(bytes)) return box
    throw new Error("The key management service does not unwrap what it wraps.")
  }

  const dataKey = (id: number, isNew = false) =>
    once(rowOf(id), async () => {
      const row = rowOf(id)
      const made = random(dataKeyLength)
      // Whoever is faster makes the key for all.
      const isMade = isNew && (await store.write(row, await wrapped(row, made), undefined)) !== undefined
      const bytes = isMade ? made : await unwrap(row, await found(row))
      if (bytes.length !== dataKeyLength) throw new SealTrouble({ reason: "its data key is none" })
      newest = Math.max(newest, id)
      return keyOf(bytes)
    })

  const last = async () =>
    Math.max(0, ...(await store.list(prefix, undefined, 1_000)).map((row) => Number(row.slice(prefix.length)) || 0))

  const first = async () => {
    const id = await last()
    return id > 0 ? dataKey(id) : dataKey(1, true)
  }

  const seal = async (row: string, text: string) => {
    if (newest === 0) await once("first", first)
    const id = newest
    return boxed(await dataKey(id), String(id), row, utf8.encode(text))
  }

  const open = async (row: string, box: Uint8Array) => {
    const id = Number(idOf(box))
    if (!(id > 0)) throw new SealTrouble({ reason: "it is not a row of a vault" })
    return textOf(await unboxed(await dataKey(id), row, box))
  }

  const hashKey = async () => {
    if ((await store.read(fingerprintRow)) === undefined) {
      const secret = btoa(String.fromCharCode(...random(dataKeyLength)))
      // Whoever is faster makes it for all.
      await store.write(fingerprintRow, await seal(fingerprintRow, secret), undefined)
    }
    const bytes = bytesOf(await open(fingerprintRow, await found(fingerprintRow)))
    if (bytes === undefined) throw new SealTrouble({ reason: "it holds no key" })
    return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
  }

  return {
    seal,
    open,
    fingerprint: async (text) => {
      const hash = await crypto.subtle.sign("HMAC", await once("hash", hashKey), utf8.encode(text))
      return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("")
    },
    renew: async () => {
      const id = await last()
      for (let each = 1; each <= id; each++) {
        const row = rowOf(each)
        const stored = await store.read(row)
        // Whoever is faster wraps the same data key.
        if (stored) await store.write(row, await wrapped(row, await unwrap(row, stored.value)), stored.version)
      }
      await dataKey(id + 1, true)
      const hash = await store.read(fingerprintRow)
      if (hash) {
        const text = await open(fingerprintRow, hash.value)
        await store.write(fingerprintRow, await seal(fingerprintRow, text), hash.version)
      }
    },
  }
}
