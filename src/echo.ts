/**
 * Whether a text from outside repeats a secret. A provider that quotes what it was sent would otherwise have us quote
 * it on.
 */

/** Pieces shorter than this say nothing about a secret. */
const piece = 8

/** Whether `text` holds one of the secrets, or shares a piece of eight characters with one, in whatever case. */
export const echoes = (text: string, secrets: ReadonlyArray<string>): boolean => {
  const quoted = text.toLowerCase()
  return secrets.some((one) => {
    const secret = one.toLowerCase()
    if (secret === "") return false
    if (secret.length < piece) return quoted.includes(secret)
    for (let start = 0; start + piece <= quoted.length; start++) {
      if (secret.includes(quoted.slice(start, start + piece))) return true
    }
    return false
  })
}

/**
 * Whether `text` holds a whole secret, in whatever case. For the ids of an answer that was granted: to take one for an
 * echo loses its tokens, and ids made at the same time share their first digits.
 */
export const repeats = (text: string, secrets: ReadonlyArray<string>): boolean => {
  const quoted = text.toLowerCase()
  return secrets.some(
    (secret) => secret.length >= piece && secret.length <= quoted.length && quoted.includes(secret.toLowerCase()),
  )
}
