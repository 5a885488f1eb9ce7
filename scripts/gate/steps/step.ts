/** A step of the gate: its name, what it waits for, and how it reaches its verdict. */
import { errorsOf, type Finding, type Verdict } from "../finding.ts"
import { withoutStack } from "./message.ts"

export interface StepResult extends Verdict {
  readonly name: string
  readonly seconds: number
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
  readonly perform: (running: Running) => Promise<Verdict>
}

/** Performs one step. A crash becomes a finding. */
export const perform = async ({ name, perform }: Step, running: Running): Promise<StepResult> => {
  const started = performance.now()
  const verdict = await perform(running).catch((cause: unknown): Verdict => {
    const message = withoutStack(cause instanceof Error ? cause.message : String(cause))
    return { findings: [{ severity: "error", message: `The step crashed: ${message}` }], summary: "crashed" }
  })
  return { seconds: (performance.now() - started) / 1000, ...verdict, name }
}

/** The verdict of a step whose findings would follow from those of another. */
export const following = (from: string) => ({
  findings: [],
  summary: `not told: it follows from ${from}`,
  followsFrom: from,
})

/** A result without the errors that an earlier step has told already. If there were no others, it follows from that one. */
export const withoutTold = (result: StepResult, before: Before): StepResult => {
  const key = ({ message, place }: Finding) => JSON.stringify([message, place])
  const told = new Map([...before].flatMap(([name, { findings }]) => findings.map((one) => [key(one), name] as const)))
  const [from] = errorsOf(result).flatMap((finding) => told.get(key(finding)) ?? [])
  if (from === undefined) return result
  const findings = result.findings.filter((finding) => !told.has(key(finding)))
  return { ...result, findings, ...(errorsOf({ findings }).length === 0 && following(from)) }
}
