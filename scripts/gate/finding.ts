/** What a step of the gate has found: the words in which every step speaks to every report. */
import type { Place } from "../../contracts/spec/specs.ts"

/** Who breaks by a change: those who send what was right, those who read what comes, or nobody. */
export type Breaks = "senders" | "readers" | "both" | "nobody"

/** One thing a step says. */
export interface Finding {
  /** An `error` fails the gate; a `note` does not. */
  readonly severity: "error" | "note"
  /** What is wrong, and what to do about it. One sentence or two, without any secret. */
  readonly message: string
  /** Where it stands, relative to the repository. A file by itself is told by line 1, column 1. */
  readonly place?: Place
  readonly breaks?: Breaks
}

/** What a step came to. It has passed where none of its findings is an error. */
export interface Verdict {
  readonly findings: ReadonlyArray<Finding>
  /** In a few words: `5 operations, 3 changes`. */
  readonly summary: string
}

export const hasPassed = ({ findings }: Verdict): boolean => findings.every(({ severity }) => severity !== "error")
