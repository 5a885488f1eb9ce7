/** The secrets that are planted, and the pieces by which each is recognized. */
import { canaries } from "./operations.ts"

export type Secrets = typeof canaries

export const each = (change: (secret: string, at: number) => string): Secrets => ({
  tempToken: change(canaries.tempToken, 0),
  superexecSecret: change(canaries.superexecSecret, 1),
  password: change(canaries.password, 2),
  refresh: change(canaries.refresh, 3),
  clientSecret: change(canaries.clientSecret, 4),
  appSecret: change(canaries.appSecret, 5),
  accessCode: change(canaries.accessCode, 6),
})

export const swapCase = (text: string) =>
  text.replace(/[a-z]/gi, (letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()))

/** The canaries, and the same secrets in the other shapes that a provider's codes and ids have. */
export const plantings: Readonly<Record<string, Secrets>> = {
  "as they are": canaries,
  "in the other case": each(swapCase),
  "as UUIDs": each((_, at) => `c${at}a7d5e${at}-f${at}b2-4e${at}c-a${at}d9-e${at}c4b${at}f6d8a${at}`),
}

/** The shortest piece that says something about a secret. */
export const piece = 8

/** Names of ours that an error may hold: the fields of inputs and credentials. */
const vocabulary = [
  ...Object.keys(canaries),
  ...["clientId", "username", "connectionId", "access", "accessToken", "recovered", "obtainToken", "refreshToken"],
].map((name) => name.toLowerCase())

export const windows = (text: string) =>
  Array.from({ length: Math.max(0, text.length - piece + 1) }, (_, at) => text.slice(at, at + piece))

/** A piece that stands in a name of ours is no evidence. One character more of the secret is: it is another piece. */
export const isOurs = (part: string) => vocabulary.some((name) => name.includes(part))

const piecesOf = (secrets: Secrets): ReadonlySet<string> =>
  new Set(Object.values(secrets).flatMap((secret) => windows(secret.toLowerCase()).filter((part) => !isOurs(part))))

export const pieces: ReadonlySet<string> = new Set(
  Object.values(plantings).flatMap((secrets) => [...piecesOf(secrets)]),
)
