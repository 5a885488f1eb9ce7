/** A row of the table. */
import type { Expected } from "../expected.ts"
import type { FaultOperation } from "../operations.ts"
import type { Behaviour } from "../server.ts"

export interface Fault {
  readonly fault: string
  /** What the server does, or the name of a place without a server to talk to. `answer` is a good body. */
  readonly server:
    | ((answer: string) => Behaviour)
    | "refuses"
    | "does not resolve"
    | "speaks no TLS"
    | "hangs in TLS"
    | "breaks TLS"
  /** The same for every operation, or by operation. */
  readonly outcome: Expected | ((operation: FaultOperation) => Expected)
  /** For faults that only a deadline ends: milliseconds, or a clock that passes it once the server has the request. */
  readonly deadline?: number | "once the request has arrived"
}
