/** A step of the gate: its name, the steps it waits for, and how it reaches its verdict. */
import type { Verdict } from "../finding.ts"
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

export interface Step {
  readonly name: string
  /** The steps whose verdicts it needs. */
  readonly after?: ReadonlyArray<string>
  readonly perform: (before: Before) => Promise<Timed>
}

/** The longest message of a crash, in characters. */
const enough = 2_000

/** Performs one step. A crash becomes a finding. */
export const perform = async ({ name, perform }: Step, before: Before, since: number): Promise<StepResult> => {
  const started = performance.now()
  const verdict = await perform(before).catch((cause: unknown): Timed => {
    const message = withoutStack(cause instanceof Error ? cause.message : String(cause))
    const cut = message.length > enough ? `${message.slice(0, enough).toWellFormed()} …` : message
    return {
      findings: [{ severity: "error", message: `The step crashed: ${cut}` }],
      summary: "crashed",
    }
  })
  const ended = performance.now()
  const seconds = verdict.seconds ?? (ended - started) / 1000
  const { findings, summary } = verdict
  return { name, findings, summary, start: (ended - since) / 1000 - seconds, seconds }
}
