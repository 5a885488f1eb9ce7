/**
 * Secrets as callers hand them in, and whether a text from outside quotes one. Without this, a provider that quotes a
 * secret would put it into our errors.
 */
import * as Redacted from "effect/Redacted"

/** A secret as callers hand it in: plain or redacted text. */
export type Secret = string | Redacted.Redacted<string>

/** The text of a secret, to be sent or read. */
export const textOf = (secret: Secret): string => (Redacted.isRedacted(secret) ? Redacted.value(secret) : secret)

export const redact = (secret: Secret): Redacted.Redacted<string> =>
  Redacted.isRedacted(secret) ? secret : Redacted.make(secret)

/** Shorter pieces do not identify a secret. */
const shortest = 8

/** Whether `text` contains one of the secrets, or eight successive characters of one, in any case. */
export const containsPart = (text: string, secrets: ReadonlyArray<string>): boolean => {
  const lower = text.toLowerCase()
  return secrets.some((one) => {
    const secret = one.toLowerCase()
    if (secret === "") return false
    if (secret.length < shortest) return lower.includes(secret)
    for (let start = 0; start + shortest <= lower.length; start++) {
      if (secret.includes(lower.slice(start, start + shortest))) return true
    }
    return false
  })
}

/** Codes and ids are shorter. The search of a text for parts of secrets takes time for each of its characters. */
const longest = 64

/** A text, and what it was before a form or a URL encoded it. */
const readings = (text: string): ReadonlyArray<string> => [
  text,
  text
    .replaceAll("+", " ")
    .replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
]

/** Whether a word from outside may stand in an error: it is short, and quotes no secret. */
export const isShowable = (word: string, secrets: ReadonlyArray<string>): boolean =>
  word.length <= longest && !readings(word).some((text) => containsPart(text, secrets))

/**
 * Whether `text` contains a whole secret, in any case. For the ids of an answer that grants: ids made at the same time
 * share their first digits, and a false match would lose the tokens.
 */
export const containsWhole = (text: string, secrets: ReadonlyArray<string>): boolean => {
  const lower = text.toLowerCase()
  return secrets.some(
    (secret) => secret.length >= shortest && secret.length <= lower.length && lower.includes(secret.toLowerCase()),
  )
}
