/** Runs steps in parallel: each, in order, as soon as the steps it waits for have ended and a place is free. */
import { type Before, perform, type Step, type StepResult } from "./step.ts"

export interface Progress {
  readonly started: (underway: ReadonlyArray<string>) => void
  readonly ended: (result: StepResult, underway: ReadonlyArray<string>) => void
}

/** Every step's result, in the order of the steps. */
export const runSteps = async (
  steps: ReadonlyArray<Step>,
  { places, since, progress }: { readonly places: number; readonly since: number; readonly progress: Progress },
): Promise<ReadonlyArray<StepResult>> => {
  const names = new Set(steps.map(({ name }) => name))
  const done = new Map<string, StepResult>()
  const underway = new Map<string, Promise<void>>()
  const before: Before = done
  const isReady = ({ name, after = [] }: Step) =>
    !done.has(name) && !underway.has(name) && after.every((one) => done.has(one) || !names.has(one))

  while (done.size < steps.length) {
    for (const step of steps.filter(isReady).slice(0, places - underway.size)) {
      const { name } = step
      const run = perform(step, before, since).then((result) => {
        done.set(name, result)
        underway.delete(name)
        progress.ended(result, [...underway.keys()])
      })
      underway.set(name, run)
      progress.started([...underway.keys()])
    }
    if (underway.size === 0) throw new Error("These steps wait for each other.")
    await Promise.race(underway.values())
  }
  return steps.flatMap(({ name }) => done.get(name) ?? [])
}
