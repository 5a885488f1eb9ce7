/**
 * Whether a text from outside repeats a secret. A provider that quotes what it was sent would otherwise have us quote
 * it on.
 */

/** Pieces shorter than this say nothing about a secret. */
const piece = 8

/** Whether `text` holds one of the secrets, or shares a piece of eight characters with one. */
export const echoes = (text: string, secrets: ReadonlyArray<string>): boolean =>
  secrets.some((secret) => {
    if (secret === "") return false
    if (secret.length < piece) return text.includes(secret)
    for (let start = 0; start + piece <= text.length; start++) {
      if (secret.includes(text.slice(start, start + piece))) return true
    }
    return false
  })
