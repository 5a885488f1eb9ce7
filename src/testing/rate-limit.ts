/** A limit on requests, as a test sets it. */
export interface RateLimit {
  readonly requests: number
  readonly milliseconds: number
}

/** Counts requests within a limit. There is none until one is set. */
export const makeRateLimit = () => {
  let limit: RateLimit | undefined
  /** When the requests within the limit came, by the clock. */
  const counted: Array<number> = []
  return {
    limit: (one: RateLimit) => {
      limit = one
    },
    /** Seconds until a request is within the limit again, if it is not now, and what a test can do. */
    wait: (now: number): { readonly seconds: number; readonly hint: string } | undefined => {
      if (limit === undefined) return undefined
      const { requests, milliseconds } = limit
      const recent = counted.filter((at) => at > now - milliseconds)
      if (recent.length >= requests) {
        const seconds = Math.ceil(((recent[recent.length - requests] ?? now) + milliseconds - now) / 1000)
        const hint = `limitRate allows ${requests} requests in ${milliseconds} ms: wait, or call clock.advance(${seconds * 1000}).`
        return { seconds, hint }
      }
      counted.push(now)
      return undefined
    },
  }
}
