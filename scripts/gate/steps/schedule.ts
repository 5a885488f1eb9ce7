/** Runs steps in parallel: each as soon as the steps it waits for have ended and a place is free. */
import { following, perform, type Step, type StepResult, withoutTold } from "./step.ts"

/** Hears how the steps go. */
export interface Listener {
  /** What is under way, each with its count. */
  readonly underway: (names: ReadonlyArray<string>) => void
  readonly ended: (result: StepResult) => void
}

/** Steps run in parallel. Most wait for servers and deadlines, so two processors can run three. */
const most = 3

/** Every step's result, in the order of the steps. A step waits only for steps before it, so there is no circle. */
export const runSteps = (
  steps: ReadonlyArray<Step>,
  listener: Listener,
  places = most,
): Promise<ReadonlyArray<StepResult>> => {
  const done = new Map<string, StepResult>()
  const underway = new Map<Step, { readonly abort: AbortController; count: string }>()
  const waiting: Array<() => void> = []
  let free = places
  const tell = () => listener.underway([...underway].map(([{ name }, { count }]) => `${name} ${count}`.trim()))

  const run = async (step: Step): Promise<StepResult> => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    const { name, followsFrom } = step
    const own = { abort: new AbortController(), count: "" }
    const count = (text: string) => {
      own.count = text
      tell()
    }
    underway.set(step, own)
    tell()
    // What can only follow from what has failed is not begun, or ended.
    const isBegun = followsFrom?.(done) === undefined
    const result = isBegun
      ? await perform(step, { signal: own.abort.signal, count })
      : { name, seconds: 0, findings: [], summary: "" }
    const from = followsFrom?.(done)
    const told = from === undefined ? withoutTold(result, done) : { ...result, ...following(from) }
    underway.delete(step)
    done.set(name, told)
    listener.ended(told)
    for (const [other, { abort }] of underway) if (other.followsFrom?.(done) !== undefined) abort.abort()
    const next = waiting.shift()
    if (next === undefined) free++
    else next()
    return told
  }

  const ending = new Map<string, Promise<StepResult>>()
  for (const step of steps) {
    const before = Promise.all((step.after ?? []).map((name) => ending.get(name)))
    ending.set(
      step.name,
      before.then(() => run(step)),
    )
  }
  return Promise.all(ending.values())
}
