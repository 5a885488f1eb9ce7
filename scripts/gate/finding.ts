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
  /** What happened, for a headline: `connectionID removed`. */
  readonly brief?: string
}

/** The result of a step. It passes if no finding is an error, and nothing before it failed in its stead. */
export interface Verdict {
  readonly findings: ReadonlyArray<Finding>
  /** In a few words: `5 operations, 3 changes`. */
  readonly summary: string
  /** The tests that passed, where the step runs tests. */
  readonly tests?: number
  /** How long it took, for a step that shares a run with another. */
  readonly seconds?: number
  /** The failed step of which this one could tell only the consequences: it was not run, or is not told. */
  readonly followsFrom?: string
}

export const errorsOf = ({ findings }: Pick<Verdict, "findings">): ReadonlyArray<Finding> =>
  findings.filter(({ severity }) => severity === "error")

export const hasPassed = (verdict: Verdict): boolean =>
  verdict.followsFrom === undefined && errorsOf(verdict).length === 0

/** Findings with the most urgent first: errors that break callers, other errors, changes for callers, other notes. */
export const urgentFirst = (findings: ReadonlyArray<Finding>): ReadonlyArray<Finding> =>
  findings.toSorted((one, other) => urgency(one) - urgency(other))

const urgency = ({ severity, breaks }: Finding): number =>
  (severity === "error" ? 0 : 2) + (breaks === undefined ? 1 : 0)
