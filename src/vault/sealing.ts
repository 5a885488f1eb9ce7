/**
 * How rows are sealed: AES-256-GCM under a data key that lies in the store, wrapped by the vault's own keys. A row
 * belongs to its key in the store: under another it does not open. Grants are known by a keyed hash.
 */
import * as Effect from "effect/Effect"
import type { Owner } from "../owner.ts"
import { type Access, insisting, patience, SealTrouble, StoreTrouble, type Trouble } from "./access.ts"
import { bytesOf, isKeyService, type KeyService, type VaultKey, type VaultKeys } from "./keys.ts"
import { single } from "./single.ts"

type Bytes = Uint8Array<ArrayBuffer>

/** Seals and opens rows. */
export interface Sealing {
  readonly seal: (key: string, text: string) => Effect.Effect<Uint8Array, Trouble>
  readonly open: (key: string, sealed: Uint8Array) => Effect.Effect<string, Trouble>
  /** By which a grant is known, and which tells nothing of it. */
  readonly fingerprint: (text: string) => Effect.Effect<string, Trouble>
  /** Wraps every data key by the first of the vault's keys, and seals with a new data key from now on. */
  readonly renew: Effect.Effect<void, Trouble>
}

const utf8 = new TextEncoder()
const ivLength = 12
const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length))
const imported = (bytes: Bytes) => crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"])

/** What went wrong is not said: the platform's errors tell a forger nothing, nor anybody else. */
const forged = "its key is wrong, or it was changed or swapped"

const attempt = <A>(work: () => Promise<A>, reason = forged) =>
  Effect.tryPromise({ try: work, catch: () => new SealTrouble({ reason }) })

/** A box is a line that says which key opens it, then what AES-GCM made. The line and the row's key are authenticated. */
const encrypt = (key: CryptoKey, keyId: string, row: string, plain: Bytes) =>
  attempt(async (): Promise<Bytes> => {
    const line = utf8.encode(`${keyId}\n`)
    const iv = random(ivLength)
    const additionalData = utf8.encode(`${row}\n${keyId}`)
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, plain)
    const box = new Uint8Array(line.length + ivLength + sealed.byteLength)
    box.set(line)
    box.set(iv, line.length)
    box.set(new Uint8Array(sealed), line.length + ivLength)
    return box
  })

/** The id of the key in a box, and where its content begins. */
const lineOf = (box: Uint8Array) => {
  const end = box.indexOf(10)
  return { keyId: new TextDecoder().decode(box.subarray(0, Math.max(0, end))), end: end + 1 }
}

const decrypt = (key: CryptoKey, row: string, given: Uint8Array) =>
  attempt(async (): Promise<Bytes> => {
    const box = Uint8Array.from(given)
    const { keyId, end } = lineOf(box)
    const iv = box.subarray(end, end + ivLength)
    const additionalData = utf8.encode(`${row}\n${keyId}`)
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, box.subarray(end + ivLength)),
    )
  })

/** Wraps data keys. `box`: a data key under the row that it lies in. */
interface Wrapping {
  readonly wrap: (row: string, dataKey: Bytes) => Effect.Effect<Uint8Array, Trouble>
  readonly unwrap: (row: string, box: Uint8Array) => Effect.Effect<Bytes, Trouble>
}

const byService = ({ wrap, unwrap }: KeyService): Wrapping => {
  const called = (call: () => Promise<Uint8Array>) =>
    Effect.tryPromise({ try: async () => Uint8Array.from(await call()), catch: (cause) => new StoreTrouble({ cause }) })
  return {
    wrap: (_, dataKey) => called(() => wrap(dataKey)),
    unwrap: (_, box) => called(() => unwrap(Uint8Array.from(box))),
  }
}

const byKeys = (keys: { readonly [id: string]: VaultKey }): Wrapping => {
  const ids = Object.keys(keys)
  const named = Effect.fnUntraced(function* (id: string) {
    const key = keys[id]
    const bytes = key === undefined || !Object.hasOwn(keys, id) ? undefined : bytesOf(key)
    if (bytes === undefined) {
      const name = /^[\w.:-]{1,64}$/.test(id) ? `"${id}"` : "another"
      return yield* new SealTrouble({ reason: `it was wrapped by the key ${name}, which is not among the keys` })
    }
    return yield* attempt(() => imported(bytes))
  })
  return {
    wrap: (row, dataKey) => {
      const [first = ""] = ids
      return Effect.flatMap(named(first), (key) => encrypt(key, first, row, dataKey))
    },
    unwrap: (row, box) => Effect.flatMap(named(lineOf(box).keyId), (key) => decrypt(key, row, box)),
  }
}

const rowOf = (id: number) => `key/${String(id).padStart(6, "0")}`
const fingerprintRow = "key/fingerprint"

/** Seals with data keys in the store. Each is unwrapped once, when it is first needed. */
export const makeSealing = (store: Access, keys: VaultKeys, owner: Owner): Sealing => {
  const wrapping = isKeyService(keys) ? byService(keys) : byKeys(keys)
  const dataKeys = new Map<number, CryptoKey>()
  let fingerprintKey: CryptoKey | undefined
  const making = single<CryptoKey, Trouble>(owner)
  /** The newest data key that this vault has met: it seals. */
  let newest = 0

  const met = Effect.fnUntraced(function* (id: number, bytes: Bytes) {
    const key = yield* attempt(() => imported(bytes))
    dataKeys.set(id, key)
    newest = Math.max(newest, id)
    return key
  })

  const unwrapped = Effect.fnUntraced(function* (id: number) {
    const row = rowOf(id)
    const stored = yield* insisting(patience)(store.read(row))
    if (stored === undefined) return yield* new SealTrouble({ reason: `its data key, ${row}, is not in the store` })
    return yield* met(id, yield* wrapping.unwrap(row, stored.value))
  })

  const dataKey = (id: number) => {
    const known = dataKeys.get(id)
    return known === undefined ? making.share(String(id), unwrapped(id)) : Effect.succeed(known)
  }

  const newestInStore = Effect.map(insisting(patience)(store.list("key/", undefined, 1_000)), (rows) =>
    Math.max(0, ...rows.flatMap((row) => (/^key\/\d+$/.test(row) ? [Number(row.slice(4))] : []))),
  )

  /** Makes a data key, unless another process makes one at the same time: then it is the other's. */
  const create = Effect.fnUntraced(function* (id: number) {
    const bytes = random(32)
    const wrapped = yield* wrapping.wrap(rowOf(id), bytes)
    // Written once: a write whose answer got lost is found by the read, and it is the same key.
    yield* insisting(patience)(store.write(rowOf(id), wrapped, undefined))
    return yield* dataKey(id)
  })

  const first = Effect.flatMap(newestInStore, (id) => (id > 0 ? dataKey(id) : create(1)))
  const current = Effect.suspend(() => (newest > 0 ? dataKey(newest) : making.share("current", first)))

  const seal = Effect.fnUntraced(function* (row: string, text: string) {
    const key = yield* current
    return yield* encrypt(key, String(newest), row, utf8.encode(text))
  })

  const open = Effect.fnUntraced(function* (row: string, sealed: Uint8Array) {
    const { keyId } = lineOf(sealed)
    if (!/^\d{1,6}$/.test(keyId)) return yield* new SealTrouble({ reason: "it is not a row of a vault" })
    const key = yield* dataKey(Number(keyId))
    return new TextDecoder().decode(yield* decrypt(key, row, sealed))
  })

  const makeFingerprintKey = Effect.gen(function* () {
    const find = insisting(patience)(store.read(fingerprintRow))
    let stored = yield* find
    if (stored === undefined) {
      const fresh = btoa(String.fromCharCode(...random(32)))
      yield* insisting(patience)(store.write(fingerprintRow, yield* seal(fingerprintRow, fresh), undefined))
      stored = yield* find
    }
    if (stored === undefined) return yield* new SealTrouble({ reason: `${fingerprintRow} vanished from the store` })
    const bytes = bytesOf(yield* open(fingerprintRow, stored.value)) ?? random(32)
    fingerprintKey = yield* attempt(() =>
      crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]),
    )
    return fingerprintKey
  })

  const fingerprint = Effect.fnUntraced(function* (text: string) {
    const key = fingerprintKey ?? (yield* making.share("fingerprint", makeFingerprintKey))
    const hash = yield* attempt(() => crypto.subtle.sign("HMAC", key, utf8.encode(text)))
    return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("")
  })

  /** Wraps one data key again. Another process that does the same wraps the same key. */
  const rewrap = Effect.fnUntraced(function* (id: number) {
    const row = rowOf(id)
    const stored = yield* insisting(patience)(store.read(row))
    if (stored === undefined) return
    const wrapped = yield* wrapping.wrap(row, yield* wrapping.unwrap(row, stored.value))
    yield* insisting(patience)(store.write(row, wrapped, stored.version))
  })

  const renew = Effect.gen(function* () {
    const last = yield* newestInStore
    for (let id = 1; id <= last; id++) yield* rewrap(id)
    newest = 0
    yield* create(last + 1)
  })

  return { seal, open, fingerprint, renew }
}
