/** Callers that present the same grant at the same time share one redemption: one POST, and one outcome for all. */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { Attempts, Waiting } from "./attempts.ts"
import type { Granted } from "./observer.ts"
import type { Owner } from "./owner.ts"
import type { OnOrphaned } from "./settings.ts"

/** One who waits for a redemption. */
export interface Caller<Tokens> {
  /** When it gives up at the latest, in milliseconds on the monotonic clock. */
  readonly until: number
  /** Succeeds with the reason when it gives up. */
  readonly givesUp: Effect.Effect<string>
  readonly onOrphaned: OnOrphaned<Tokens> | undefined
}

/** A redemption under way. */
export interface Underway<Tokens, Failure> extends Attempts<Tokens, Failure> {
  readonly fiber: Deferred.Deferred<Fiber.Fiber<Granted<Tokens>, Failure>>
  readonly waiting: { -readonly [Name in keyof Waiting]: Waiting[Name] }
  /** Of the latest caller that has one. */
  onOrphaned: OnOrphaned<Tokens> | undefined
}

/** Runs a redemption that spends nothing: it has one caller, and ends with it. */
export const alone = <Tokens, Failure>(
  { until, givesUp }: Pick<Caller<Tokens>, "until" | "givesUp">,
  begin: (waiting: Waiting) => Attempts<Tokens, Failure>,
): Effect.Effect<Granted<Tokens>, Failure> => {
  const waiting = { callers: 1, until, isTaken: false }
  const { run, withdraw, unfinished } = begin(waiting)
  return Effect.flatMap(Effect.raceFirst(Effect.exit(run), givesUp), (won) => {
    if (typeof won !== "string") return won
    waiting.callers = 0
    withdraw()
    return Effect.fail(unfinished(won))
  })
}

/** Shares the redemptions of one operation. */
export const sharing = <Tokens, Failure>(owner: Owner) => {
  /** By the text of the grant. It is kept in memory only, and only until the redemption ends. */
  const byGrant = new Map<string, Underway<Tokens, Failure>>()

  /**
   * Waits for the redemption of this grant that is under way, or begins one; without a text it is nobody else's.
   * `runOn` is told when it runs on without this caller: others wait, or its POST may spend the grant.
   */
  return (
    grant: string | undefined,
    { until, givesUp, onOrphaned }: Caller<Tokens>,
    begin: (waiting: Waiting) => Attempts<Tokens, Failure>,
    runOn: (fiber: Fiber.Fiber<Granted<Tokens>, Failure>, underway: Underway<Tokens, Failure>) => Effect.Effect<void>,
  ): Effect.Effect<Granted<Tokens>, Failure> => {
    const forget = (underway: Underway<Tokens, Failure>) => {
      if (grant !== undefined && byGrant.get(grant) === underway) byGrant.delete(grant)
    }

    const start = (fiber: Underway<Tokens, Failure>["fiber"]) => {
      const waiting = { callers: 0, until, isTaken: false }
      const underway = { ...begin(waiting), fiber, waiting, onOrphaned }
      if (grant !== undefined) byGrant.set(grant, underway)
      return underway
    }

    const run = (underway: Underway<Tokens, Failure>) => {
      const ended = Effect.sync(() => forget(underway))
      const fork = owner.run(Effect.ensuring(underway.run, ended))
      return Effect.flatMap(fork, (fiber) => Deferred.succeed(underway.fiber, fiber))
    }

    const join = Effect.flatMap(Deferred.make<Fiber.Fiber<Granted<Tokens>, Failure>>(), (fiber) =>
      Effect.suspend(() => {
        const known = grant === undefined ? undefined : byGrant.get(grant)
        const underway = known ?? start(fiber)
        underway.waiting.callers++
        underway.waiting.until = Math.max(underway.waiting.until, until)
        underway.onOrphaned = onOrphaned ?? underway.onOrphaned
        return Effect.as(known === undefined ? run(underway) : Effect.void, underway)
      }),
    )

    const leave = (underway: Underway<Tokens, Failure>) =>
      Effect.suspend(() => {
        underway.waiting.callers--
        if (underway.waiting.isTaken) return Effect.void
        const isLast = underway.waiting.callers === 0
        if (isLast) forget(underway)
        const runsOn = !isLast || underway.withdraw()
        return Effect.flatMap(Deferred.await(underway.fiber), (fiber) =>
          runsOn ? runOn(fiber, underway) : Fiber.interrupt(fiber),
        )
      })

    const wait = (underway: Underway<Tokens, Failure>) =>
      Effect.map(
        Effect.raceFirst(Effect.flatMap(Deferred.await(underway.fiber), Fiber.await), givesUp),
        (won): Effect.Effect<Granted<Tokens>, Failure> => {
          if (typeof won === "string") return Effect.suspend(() => Effect.fail(underway.unfinished(won)))
          underway.waiting.isTaken = true
          return won
        },
      )

    return Effect.flatten(Effect.acquireUseRelease(join, wait, leave))
  }
}
