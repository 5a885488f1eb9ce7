/** What a trouble with the store or a row is to the caller of one connection. */
import { SealTrouble, StoreTrouble, type Trouble } from "./access.ts"
import { type Connection, StoreFailed, Unsealable } from "./errors.ts"

/** The error for a trouble. Any other error stays. */
export const troubled =
  <E>(connection: Connection) =>
  (error: E | Trouble): E | StoreFailed<never> | Unsealable => {
    if (error instanceof StoreTrouble) return new StoreFailed({ ...connection, cause: error.cause })
    if (error instanceof SealTrouble) return new Unsealable({ ...connection, reason: error.reason })
    return error as E // Neither of the two.
  }
