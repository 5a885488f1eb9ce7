/** What a row of the table is. */
import type { Expected } from "../expected.ts"
import type { FaultOperation } from "../operations.ts"
import type { Behaviour } from "../server.ts"

/** Whether a success has a body. Where it has none, its status says all. */
export const isRead = ({ answer }: Pick<FaultOperation, "answer">): boolean => answer !== ""

/** A row of the table. */
export interface Fault {
  readonly fault: string
  /** The operations that it can happen to. By default all. */
  readonly of?: (operation: FaultOperation) => boolean
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
