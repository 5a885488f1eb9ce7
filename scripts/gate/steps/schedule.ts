/** Runs steps in parallel: each, in order, as soon as the steps it waits for have ended and a place is free. */
import { following, perform, type Step, type StepResult, withoutTold } from "./step.ts"

/** Hears how the steps go. */
export interface Listener {
  /** What is under way, each with its count. */
  readonly underway: (names: ReadonlyArray<string>) => void
  readonly ended: (result: StepResult) => void
}

/** Steps run in parallel. Most wait for servers and deadlines, so two processors can run three. */
const most = 3

/** Every step's result, in the order of the steps. */
export const runSteps = async (
  steps: ReadonlyArray<Step>,
  listener: Listener,
  places = most,
): Promise<ReadonlyArray<StepResult>> => {
  const names = new Set(steps.map(({ name }) => name))
  const done = new Map<string, StepResult>()
  const underway = new Map<string, { readonly run: Promise<void>; readonly abort: AbortController }>()
  const counts = new Map<string, string>()
  const tell = () =>
    listener.underway([...underway.keys()].map((name) => [name, counts.get(name) ?? ""].join(" ").trim()))
  const isReady = ({ name, after = [] }: Step) =>
    !done.has(name) && !underway.has(name) && after.every((one) => done.has(one) || !names.has(one))
  const end = (result: StepResult) => {
    done.set(result.name, result)
    listener.ended(result)
  }

  /** What can only follow from what has failed is ended, or not begun. */
  const endFollowing = () => {
    for (const { name, followsFrom } of steps) {
      const from = done.has(name) ? undefined : followsFrom?.(done)
      if (from === undefined) continue
      const own = underway.get(name)
      if (own === undefined) end({ ...following(from), name, seconds: 0 })
      else own.abort.abort()
    }
  }

  const begin = (step: Step) => {
    const { name } = step
    const abort = new AbortController()
    const count = (text: string) => {
      counts.set(name, text)
      tell()
    }
    const run = perform(step, { signal: abort.signal, count }).then((result) => {
      underway.delete(name)
      const from = step.followsFrom?.(done)
      end(from === undefined ? withoutTold(result, done) : { ...result, ...following(from) })
      endFollowing()
      tell()
    })
    underway.set(name, { run, abort })
  }

  while (done.size < steps.length) {
    for (const step of steps.filter(isReady).slice(0, places - underway.size)) begin(step)
    if (underway.size === 0) throw new Error("These steps wait for each other.")
    tell()
    await Promise.race([...underway.values()].map(({ run }) => run))
  }
  return steps.flatMap(({ name }) => done.get(name) ?? [])
}
