/**
 * The time at the simulated providers: it stands still until a test moves it.
 */
export interface SimulatedClock {
  /** The time that tokens are issued at and expire by. */
  readonly now: () => Date
  /** Lets `milliseconds` pass. */
  readonly advance: (milliseconds: number) => void
}

export const makeClock = (start: Date): SimulatedClock => {
  let now = start.getTime()
  return {
    now: () => new Date(now),
    advance: (milliseconds) => {
      now += milliseconds
    },
  }
}
