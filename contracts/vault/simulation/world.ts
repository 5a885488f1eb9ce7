/** Virtual time: what is to happen and when, and the processes to which it happens. */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Chance } from "./random.ts"

/** A process of a service. It can end at any moment, or stand still for a while. */
export interface Process {
  readonly name: string
  /** By how many milliseconds its clock is ahead of the world's. */
  readonly skew: number
  isAlive: boolean
  /** Until when it stands still. What happens to it meanwhile waits. */
  pausedUntil: number
}

interface Happening {
  at: number
  readonly order: number
  readonly owner: Process | undefined
  readonly run: () => void
}

/** The world of one history. */
export interface World {
  readonly chance: Chance
  readonly now: () => number
  /** Lets something happen to a process, or to nobody in particular. The function takes it back. */
  readonly after: (milliseconds: number, run: () => void, owner?: Process) => () => void
  /** The clock of a process. */
  readonly clock: (owner: Process) => Clock.Clock
  /** Lets what is due next happen. Says whether there was anything. */
  readonly step: () => boolean
}

/** When the world begins, in milliseconds since the epoch. */
export const beginning = 1_800_000_000_000

export const makeWorld = (chance: Chance): World => {
  let now = beginning
  let order = 0
  let happenings: Array<Happening> = []

  const put = (happening: Happening) => {
    let index = happenings.length
    // The last is the next to happen.
    while (index > 0 && isBefore(happenings[index - 1] ?? happening, happening)) index--
    happenings.splice(index, 0, happening)
  }

  const after: World["after"] = (milliseconds, run, owner) => {
    const happening = { at: now + Math.max(0, milliseconds), order: order++, owner, run }
    put(happening)
    return () => {
      happenings = happenings.filter((one) => one !== happening)
    }
  }

  const step = () => {
    const next = happenings.pop()
    if (next === undefined) return false
    now = Math.max(now, next.at)
    const { owner } = next
    if (owner?.isAlive && owner.pausedUntil > now) {
      next.at = owner.pausedUntil
      put(next)
      return true
    }
    if (owner?.isAlive !== false) next.run()
    return true
  }

  return {
    chance,
    now: () => now,
    after,
    step,
    clock: (owner) => {
      const millis = () => now + owner.skew
      const nanos = () => BigInt(Math.round((now - beginning) * 1e6))
      return {
        currentTimeMillisUnsafe: millis,
        currentTimeMillis: Effect.sync(millis),
        currentTimeNanosUnsafe: nanos,
        currentTimeNanos: Effect.sync(nanos),
        monotonicTimeNanosUnsafe: nanos,
        monotonicTimeNanos: Effect.sync(nanos),
        sleep: (duration) =>
          Effect.callback<void>((resume) => {
            const milliseconds = Duration.toMillis(duration)
            return Effect.sync(after(milliseconds, () => resume(Effect.void), owner))
          }),
      }
    },
  }
}

/** Whether `one` happens before `other`. The order in which they were put decides at the same moment. */
const isBefore = (one: Happening, other: Happening) =>
  one.at < other.at || (one.at === other.at && one.order < other.order)
