/** The keys of rows in the store. */
import * as Result from "effect/Result"
import type { Connection } from "./errors.ts"

/** The keys of all connections begin so. */
export const everyConnection = "connection/"

/** The keys of all connections to one provider begin so. */
export const connectionsTo = (provider: string): string => `${everyConnection}${provider}/`

/** The keys of all grants begin so. */
export const everyGrant = "grant/"

/** The longest name of a connection, encoded. */
const longest = 1_000

/** The key of a connection; `undefined` where no connection can have that name. */
export const connectionKey = (provider: string, connectionId: unknown): string | undefined => {
  if (typeof connectionId !== "string" || connectionId === "") return undefined
  // Half a character of two cannot be encoded.
  const name = Result.getOrUndefined(Result.try(() => encodeURIComponent(connectionId)))
  return name === undefined || name.length > longest ? undefined : connectionsTo(provider) + name
}

/** The connection under a key. */
export const connectionOf = (key: string): Connection => {
  const [, provider = "", name = ""] = key.split("/")
  const connectionId = Result.getOrElse(
    Result.try(() => decodeURIComponent(name)),
    () => name,
  )
  return { provider, connectionId }
}

/** The key of a grant. */
export const grantKey = (fingerprint: string): string => `${everyGrant}${fingerprint}`
