/** A step of the gate: its name, what it waits for, and how it reaches its verdict. */
import { errorsOf, type Finding, type Verdict } from "../finding.ts"
import { withoutStack } from "./message.ts"

/** The result of a step, and when. Times are in seconds from the start of the gate. */
export interface StepResult extends Verdict {
  readonly name: string
  readonly start: number
  readonly seconds: number
}

/** A verdict with its own duration, for a step that shares a run with another. */
export interface Timed extends Verdict {
  readonly seconds?: number
}

/** The verdicts of earlier steps, by name. */
export type Before = ReadonlyMap<string, Verdict>

export interface Running {
  /** Ends what the step has started. */
  readonly signal: AbortSignal
  /** Says how far the step is: `312 of 588`. */
  readonly count: (count: string) => void
}

export interface Step {
  readonly name: string
  /** The steps that must have ended. */
  readonly after?: ReadonlyArray<string>
  /** The failed step of which this one would tell only the consequences. It is then ended, or not begun. */
  readonly followsFrom?: (before: Before) => string | undefined
  readonly perform: (running: Running) => Promise<Timed>
}

/** The longest message of a crash, in characters. */
const enough = 2_000

/** Performs one step. A crash becomes a finding. */
export const perform = async (
  { name, perform }: Pick<Step, "name" | "perform">,
  running: Running,
  since: number,
): Promise<StepResult> => {
  const started = performance.now()
  const verdict = await perform(running).catch((cause: unknown): Timed => {
    const message = withoutStack(cause instanceof Error ? cause.message : String(cause))
    const cut = message.length > enough ? `${message.slice(0, enough).toWellFormed()} …` : message
    return { findings: [{ severity: "error", message: `The step crashed: ${cut}` }], summary: "crashed" }
  })
  const ended = performance.now()
  const seconds = verdict.seconds ?? (ended - started) / 1000
  return { ...verdict, name, start: (ended - since) / 1000 - seconds, seconds }
}

/** The verdict of a step whose findings would follow from those of another. */
export const following = (from: string): Verdict => ({
  findings: [],
  summary: `not told: it follows from ${from}`,
  followsFrom: from,
})

/** A result without the errors that an earlier step has told already. If there were no others, it follows from that one. */
export const withoutTold = (result: StepResult, before: Before): StepResult => {
  const toldBy = (finding: Finding) =>
    [...before.entries()].find(([, { findings }]) => findings.some((one) => isSame(one, finding)))?.[0]
  const [from] = errorsOf(result).flatMap((finding) => toldBy(finding) ?? [])
  if (from === undefined) return result
  const findings = result.findings.filter((finding) => toldBy(finding) === undefined)
  return { ...result, findings, ...(errorsOf({ findings }).length === 0 && following(from)) }
}

const isSame = (one: Finding, other: Finding): boolean =>
  one.message === other.message && JSON.stringify(one.place) === JSON.stringify(other.place)
