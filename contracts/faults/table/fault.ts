/** A row of the table. */
import type { Expected } from "../expected.ts"
import type { FaultOperation } from "../operations.ts"
import type { Behaviour } from "../server.ts"

export interface Fault {
  readonly fault: string
  /** What the server does, or the name of an address without a server. `answer` is the body of a success. */
  readonly server:
    | ((answer: string, operation: FaultOperation) => Behaviour)
    | "refuses"
    | "does not resolve"
    | "speaks no TLS"
    | "hangs in TLS"
    | "breaks TLS"
  /** One outcome for every operation, or one by operation. */
  readonly outcome: Expected | ((operation: FaultOperation) => Expected)
  /**
   * For faults that only a deadline ends: milliseconds, or a clock that passes the deadline once the request has
   * arrived.
   */
  readonly deadline?: number | "once the request has arrived"
}
