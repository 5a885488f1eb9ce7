/** A row of the table. */
import type { Expected } from "../expected.ts"
import type { Behaviour } from "../server.ts"

export interface Fault {
  readonly fault: string
  /** What the server does; a name of a place where there is no server to speak with. `answer` is a good one's body. */
  readonly does:
    | ((answer: string) => Behaviour)
    | "refuses"
    | "does not resolve"
    | "speaks no TLS"
    | "hangs in TLS"
    | "breaks TLS"
  readonly comesTo: Expected | { readonly [provider: string]: Expected }
  /** Milliseconds, for faults that only a deadline ends. */
  readonly deadline?: number
}
