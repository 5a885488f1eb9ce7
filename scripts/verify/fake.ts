/**
 * Fake values in the shape of real ones. They replace secrets in requests to a live vendor and in recorded exchanges,
 * and contain only the shape of the real value.
 */
import { randomInt } from "node:crypto"

const lower = "abcdefghijklmnopqrstuvwxyz"
const alphabets = [lower, lower.toUpperCase(), "0123456789"]

/** A text of the same length, with letters for letters and digits for digits; a fake JWT for a JWT. */
export const fake = (text: string): string => {
  const token = asToken(text)
  if (token !== undefined) return token
  const isHex = /^[\da-f-]+$/i.test(text) && /\d/.test(text)
  const other = [...text]
    .map((letter) => {
      const alphabet = alphabets.find((one) => one.includes(letter))
      if (alphabet === undefined) return /\p{L}/u.test(letter) ? pick(lower) : letter
      return pick(isHex && alphabet !== alphabets[2] ? alphabet.slice(0, 6) : alphabet)
    })
    .join("")
  if (other !== text) return other
  // A short text may come out unchanged; a text of punctuation always does.
  return /[\p{L}\d]/u.test(text) ? fake(text) : "x".repeat(text.length)
}

const pick = (alphabet: string) => alphabet[randomInt(alphabet.length)] ?? ""

/** Claims without an id: the times, and SimpleJWT's type of token. */
const telling = ["iat", "exp", "nbf", "auth_time", "token_type"]
const algorithm = ["alg", "typ"]

/** A JWT with the same claims: real times, everything else and the signature fake. */
const asToken = (text: string): string | undefined => {
  const [header = "", payload = "", signature = "", ...rest] = text.split(".")
  const [head, claims] = [read(header), read(payload)]
  if (rest.length > 0 || head === undefined || claims === undefined) return undefined
  return [write(claim(head, algorithm)), write(claim(claims, telling)), fake(signature)].join(".")
}

const read = (part: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"))
    return typeof value === "object" && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

const write = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")

const claim = (value: unknown, kept: ReadonlyArray<string>): unknown => {
  if (typeof value === "string") return fake(value)
  if (typeof value === "number") return Number(fake(String(value)))
  if (Array.isArray(value)) return value.map((item) => claim(item, kept))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, kept.includes(name) ? inner : claim(inner, kept)]),
  )
}
