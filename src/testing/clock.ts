/** The clock of the simulated providers. It stands still until a test advances it, unless it was made to run. */
export interface SimulatedClock {
  /** The time at which tokens are issued and expire. */
  readonly now: () => Date
  /** Lets `milliseconds` pass. */
  readonly advance: (milliseconds: number) => void
}

export const makeClock = (start: Date, runs: boolean): SimulatedClock => {
  const began = Date.now()
  let now = start.getTime()
  return {
    now: () => new Date(runs ? now + Date.now() - began : now),
    advance: (milliseconds) => {
      now += milliseconds
    },
  }
}
