/** The clock of the simulated providers. It stands still until a test advances it. */
export interface SimulatedClock {
  /** The time at which tokens are issued and expire. */
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
