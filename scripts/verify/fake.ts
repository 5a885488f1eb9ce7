/**
 * Fake values in the shape of real ones: what a live vendor is sent in place of a secret, and what a recorded
 * exchange holds in place of one. Nothing of the real value is in them but its shape.
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
  // A short one may have come out as it was; one of signs alone has to.
  return /[\p{L}\d]/u.test(text) ? fake(text) : "x".repeat(text.length)
}

const pick = (alphabet: string) => alphabet[randomInt(alphabet.length)] ?? ""

/** Claims that say when, and the one that says what kind of token it is (SimpleJWT): no id is in them. */
const telling = ["iat", "exp", "nbf", "auth_time", "token_type"]
const algorithm = ["alg", "typ"]

/** A JWT with the same claims: times as they are, everything else fake, and a signature that is none. */
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
