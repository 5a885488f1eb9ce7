/** A step of the gate: what it is called, what it waits for, and how it comes to its verdict. */
import type { Verdict } from "../finding.ts"
import { withoutStack } from "./message.ts"

/** What a step came to, and when. Times are in seconds, from the start of the gate. */
export interface StepResult extends Verdict {
  readonly name: string
  readonly start: number
  readonly seconds: number
}

/** A verdict by a step that knows its own time better: it shares a run with another step. */
export interface Timed extends Verdict {
  readonly seconds?: number
}

/** What the steps before this one came to, by name. */
export type Before = ReadonlyMap<string, Verdict>

export interface Step {
  readonly name: string
  /** The steps whose verdicts it needs. */
  readonly after?: ReadonlyArray<string>
  readonly perform: (before: Before) => Promise<Timed>
}

/** Characters of what a crash has printed. */
const enough = 2_000

/** Performs one step. A step that crashes has found that it cannot say anything. */
export const perform = async ({ name, perform }: Step, before: Before, since: number): Promise<StepResult> => {
  const started = performance.now()
  const verdict = await perform(before).catch((cause: unknown): Timed => {
    const message = withoutStack(cause instanceof Error ? cause.message : String(cause))
    const cut = message.length > enough ? `${message.slice(0, enough).toWellFormed()} …` : message
    return {
      findings: [{ severity: "error", message: `The step ended before it had a verdict: ${cut}` }],
      summary: "crashed",
    }
  })
  const ended = performance.now()
  const seconds = verdict.seconds ?? (ended - started) / 1000
  const { findings, summary } = verdict
  return { name, findings, summary, start: (ended - since) / 1000 - seconds, seconds }
}
