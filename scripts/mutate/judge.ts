/** Judges mutants, each in its own copy, until a step objects. */
import type { Copy } from "./copy.ts"
import { type Equivalent, reasonFor } from "./equivalent.ts"
import type { Fate, Judged, Kind, Mutant } from "./mutant.ts"
import { objection, type Step, stepsOf } from "./steps.ts"

/** A step objects to the unchanged repository, so its objections to mutants do not count. */
export class Unsound extends Error {}

/** A mutant may take this many times as long as the unchanged repository, plus a minute. */
const patience = 5
const minute = 60_000

export interface Court {
  /** Ends all running steps. */
  readonly stop: AbortSignal
  readonly withHistory: boolean
  /** The time limit of each step, in milliseconds. */
  readonly limits: ReadonlyMap<string, number>
}

/** Checks that every step of the wanted kinds passes the unchanged repository, and measures its time. */
export const openCourt = async (
  copy: Copy,
  unbroken: ReadonlyArray<Mutant>,
  wanted: ReadonlyArray<Kind>,
  withHistory: boolean,
  stop: AbortSignal,
  tell: (step: string) => void,
): Promise<Court> => {
  const limits = new Map<string, number>()
  for (const mutant of unbroken) await copy.put(mutant)
  for (const step of new Set(wanted.flatMap((kind) => stepsOf(kind, withHistory)))) {
    tell(step.name)
    const since = performance.now()
    const message = await objection(step, copy.folder, 10 * minute, stop)
    stop.throwIfAborted()
    if (message !== undefined) throw new Unsound(`${step.name} fails without any mutant: ${message}`)
    limits.set(step.name, Math.round(patience * (performance.now() - since)) + minute)
  }
  await copy.restore()
  return { withHistory, limits, stop }
}

const fateOf = async (
  { id }: Mutant,
  steps: ReadonlyArray<Step>,
  { limits, stop }: Court,
  { folder }: Copy,
  equivalents: ReadonlyArray<Equivalent>,
): Promise<Fate> => {
  for (const step of steps) {
    const message = await objection(step, folder, limits.get(step.name) ?? 10 * minute, stop)
    stop.throwIfAborted()
    if (message !== undefined) return { _tag: "Killed", by: step.name, message }
  }
  const reason = reasonFor(id, equivalents)
  return reason === undefined ? { _tag: "Survived" } : { _tag: "Equivalent", reason }
}

/** Judges every mutant, in parallel in all copies. */
export const judgeAll = async (
  mutants: ReadonlyArray<Mutant>,
  copies: ReadonlyArray<Copy>,
  court: Court,
  equivalents: ReadonlyArray<Equivalent>,
  onJudged: (one: Judged) => void,
): Promise<void> => {
  const queue = [...mutants]
  const work = async (copy: Copy) => {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const since = performance.now()
      await copy.put(mutant)
      const fate = await fateOf(mutant, stepsOf(mutant.kind, court.withHistory), court, copy, equivalents)
      await copy.restore()
      onJudged({ mutant, fate, seconds: (performance.now() - since) / 1000 })
    }
  }
  await Promise.all(copies.map(work))
}
