/**
 * Fake secrets, one for each secret field of any request, and the pieces that identify each. Each exists in every shape
 * of a provider's codes and ids.
 */
import { createHash } from "node:crypto"
import { type FaultOperation, operations } from "./operations.ts"

/** Secrets by their public names. */
export interface Secrets {
  readonly [name: string]: string
}

const names = [...new Set(operations.flatMap(({ secrets }) => secrets))]

/** The same digits for the same name, on every run. */
const digitsOf = (name: string) => createHash("sha256").update(name).digest("hex")

/** Hex digits as letters, since the codes of some providers have no digits. */
const asLetters = (digits: string) => digits.replace(/\d/g, (digit) => "ghijklmnop"[Number(digit)] ?? digit)

/** The beginnings of a name's words. Whole words stand in names and codes that an error may hold. */
const beginningsOf = (name: string) => name.split(/(?=[A-Z])/).map((word) => word.slice(0, 3).toLowerCase())

const kebab = (name: string) => ["canary", ...beginningsOf(name), digitsOf(name).slice(0, 12)].join("-")
/** Shares no piece with the secret in kebab case, even if a quotation joins that with `_`. */
const snake = (name: string) => {
  const letters = asLetters(digitsOf(name))
  return ["made", "up", letters.slice(12, 20), letters.slice(20, 28)].join("_")
}
const uuid = (name: string) => digitsOf(name).replace(/^.*(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")

const shapes: { readonly [shape: string]: (name: string) => string } = {
  "in kebab case": kebab,
  "in snake case": snake,
  "in capitals": (name) => snake(name).toUpperCase(),
  "as UUIDs": uuid,
  "in the other case": (name) => kebab(name).toUpperCase(),
}

const shaped = (shape: (name: string) => string): Secrets =>
  Object.fromEntries(names.map((name) => [name, shape(name)]))

/** Every secret in every shape. */
export const canariesByShape: { readonly [shape: string]: Secrets } = Object.fromEntries(
  Object.entries(shapes).map(([name, shape]) => [name, shaped(shape)]),
)

/** Every secret in the first of the shapes. */
export const canaries: Secrets = shaped(kebab)

/** The secrets that an operation sends. */
export const sentBy = ({ secrets: names }: FaultOperation, secrets: Secrets): ReadonlyArray<string> =>
  names.flatMap((name) => secrets[name] ?? [])

export const allCanaries: ReadonlyArray<string> = Object.values(canariesByShape).flatMap((secrets) =>
  Object.values(secrets),
)

/** How many characters identify a secret. */
export const pieceLength = 8

/** Every piece of a text, of this length. */
export const windows = (text: string): ReadonlyArray<string> =>
  Array.from({ length: Math.max(0, text.length - pieceLength + 1) }, (_, at) => text.slice(at, at + pieceLength))

/** Every piece of any canary, in small letters. */
export const pieces: ReadonlySet<string> = new Set(allCanaries.flatMap((secret) => windows(secret.toLowerCase())))
