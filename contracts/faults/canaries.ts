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

/** Each piece has signs that a form, a URL and a header write in another way. */
const signed = (name: string) => {
  const pieces = asLetters(digitsOf(name).slice(28, 52)).match(/.{3}/g) ?? []
  return pieces.reduce((text, piece, at) => `${text}${" +/=%:&"[at - 1]}${piece}`)
}

const shapes: { readonly [shape: string]: (name: string) => string } = {
  "in kebab case": kebab,
  "in snake case": snake,
  "in capitals": (name) => snake(name).toUpperCase(),
  "as UUIDs": uuid,
  "in the other case": (name) => kebab(name).toUpperCase(),
}

/** The shapes of secrets that go elsewhere than into JSON: there, some characters are written in another way. */
const signedShapes: typeof shapes = { ...shapes, "with signs": signed }

const shaped = (shape: (name: string) => string): Secrets =>
  Object.fromEntries(names.map((name) => [name, shape(name)]))

/** Every secret in every shape. */
export const canariesByShape: { readonly [shape: string]: Secrets } = Object.fromEntries(
  Object.entries(signedShapes).map(([name, shape]) => [name, shaped(shape)]),
)

/**
 * The shapes that the secrets of an operation have: all, for a body of JSON. What goes elsewhere is held back by the same
 * code: of that, the first shape and the one with signs.
 */
export const shapesOf = ({ descriptor, headers }: FaultOperation): ReadonlyArray<string> =>
  descriptor.mediaType === "application/json" && headers.length === 0
    ? Object.keys(shapes)
    : ["in kebab case", "with signs"]

/** Every secret in the first of the shapes. */
export const canaries: Secrets = shaped(kebab)

/** What a form makes of a text. */
const inForm = (text: string) => new URLSearchParams({ "": text }).toString().slice(1)

/** A client's id and secret as HTTP Basic sends them (RFC 6749, 2.3.1). */
const basicOf = ({ basic }: FaultOperation, secrets: Secrets): ReadonlyArray<string> =>
  basic === undefined
    ? []
    : [Buffer.from(`${inForm(basic.id)}:${inForm(secrets[basic.secret] ?? "")}`).toString("base64")]

/** The secrets that an operation sends, and what HTTP Basic makes of them. */
export const sentBy = (operation: FaultOperation, secrets: Secrets): ReadonlyArray<string> => [
  ...operation.secrets.flatMap((name) => secrets[name] ?? []),
  ...basicOf(operation, secrets),
]

export const allCanaries: ReadonlyArray<string> = [
  ...new Set(
    Object.values(canariesByShape).flatMap((secrets) => [
      ...Object.values(secrets),
      ...operations.flatMap((operation) => basicOf(operation, secrets)),
    ]),
  ),
]

/** How many characters identify a secret. */
export const pieceLength = 8

/** Every piece of a text, of this length. */
export const windows = (text: string): ReadonlyArray<string> =>
  Array.from({ length: Math.max(0, text.length - pieceLength + 1) }, (_, at) => text.slice(at, at + pieceLength))

/** Every piece of any canary, in small letters. A form writes `+` for a space. */
export const pieces: ReadonlySet<string> = new Set(
  allCanaries.flatMap((secret) => [secret, secret.replaceAll(" ", "+")]).flatMap((text) => windows(text.toLowerCase())),
)
