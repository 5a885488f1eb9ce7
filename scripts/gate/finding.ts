/** A finding of a step of the gate: what every step gives to every report. */
import type { Place } from "../../contracts/spec/specs.ts"

/** Who breaks by a change: senders, readers, both or nobody. */
export type Breaks = "senders" | "readers" | "both" | "nobody"

/** One finding of a step. */
export interface Finding {
  /** An `error` fails the gate; a `note` does not. */
  readonly severity: "error" | "note"
  /** What is wrong, and what to do about it. One sentence or two, without any secret. */
  readonly message: string
  /** Its place, relative to the repository. Line 1, column 1 stands for a whole file. */
  readonly place?: Place
  readonly breaks?: Breaks
}

/** The result of a step. It passes if no finding is an error. */
export interface Verdict {
  readonly findings: ReadonlyArray<Finding>
  /** In a few words: `5 operations, 3 changes`. */
  readonly summary: string
}

export const hasPassed = ({ findings }: Verdict): boolean => findings.every(({ severity }) => severity !== "error")
