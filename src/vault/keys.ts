/** The keys that a vault is given: its own by their ids, or a key management service. They wrap the keys in the store. */
import * as Context from "effect/Context"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { SettingFault } from "../checked.ts"
import type { Secret } from "../secrets.ts"

/** A key of 32 bytes: as bytes, or as base64. */
export type VaultKey = Uint8Array | Secret

/** A key management service. Bytes go in and come out; where its key is and which version it has is its own business. */
export interface KeyService {
  /** Encrypts a data key of 32 bytes. Rejects where it cannot: the caller then gets `StoreFailed`. */
  readonly wrap: (dataKey: Uint8Array) => Promise<Uint8Array>
  /** Decrypts what `wrap` made, with whichever version of the key that was. */
  readonly unwrap: (wrapped: Uint8Array) => Promise<Uint8Array>
}

/**
 * What seals a vault: keys by their ids, or a key management service. The first key seals and all open, so that a
 * rotation puts the new one first: `{ "2026-12": next, "2026-11": key }`, then `reseal`, then drop the old one.
 */
export type VaultKeys = { readonly [id: string]: VaultKey } | KeyService
/** The service of that name: the keys of every vault layer. */
export const VaultKeys: Context.Service<VaultKeys, VaultKeys> =
  /* #__PURE__ */ Context.Service<VaultKeys>("token-exchange/VaultKeys")

export const isKeyService = (keys: VaultKeys): keys is KeyService =>
  typeof keys.wrap === "function" && typeof keys.unwrap === "function"

/** Bytes of an AES-256 key. */
const keyLength = 32

/** The bytes of a key, if they can be had. Copied: the caller may wipe its own. */
export const bytesOf = (key: VaultKey | undefined): Uint8Array<ArrayBuffer> | undefined => {
  if (key instanceof Uint8Array) return Uint8Array.from(key)
  // A key that was wiped cannot be opened, and a text need not be base64.
  const bytes = Result.try(() => {
    const text = Redacted.isRedacted(key) ? Redacted.value(key) : key
    const binary = atob(String(text).replace(/-/g, "+").replace(/_/g, "/"))
    return Uint8Array.from(binary, (letter) => letter.charCodeAt(0))
  })
  return Result.getOrUndefined(bytes)
}

/** Whether a text is the name of a key. JavaScript would move a name of digits alone before all others. */
export const isName = (text: string): boolean => /^(?!\d+$)[\w.:-]{1,64}$/.test(text)

const problemOf = (id: string, key: VaultKey): string | undefined => {
  if (!isName(id)) return "must be named by at most 64 letters, digits, dots, colons and dashes, not by digits alone"
  const bytes = bytesOf(key)
  if (bytes === undefined) return "must be bytes or base64"
  return bytes.length === keyLength ? undefined : `must have ${keyLength} bytes, and has ${bytes.length}`
}

/** What is wrong with the keys, without their values. */
export const faultsOf = (keys: unknown): ReadonlyArray<SettingFault> => {
  if (typeof keys !== "object" || keys === null) return [{ setting: "keys", problem: "is missing" }]
  // Whatever an object has, its values are checked below.
  const given = keys as VaultKeys
  if (isKeyService(given)) return []
  const entries = Object.entries(given)
  if (entries.length === 0) return [{ setting: "keys", problem: "has no key" }]
  return entries.flatMap(([id, key]) => {
    const problem = problemOf(id, key)
    return problem === undefined ? [] : [{ setting: `keys.${isName(id) ? id : "…"}`, problem }]
  })
}
