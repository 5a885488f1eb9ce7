/** Callers that want the same at the same time share one run of it, which ends with none of them. */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type { Owner } from "../owner.ts"

export interface Single<A, E> {
  /** Joins the run under this name, or starts one. */
  readonly share: (name: string, effect: Effect.Effect<A, E>) => Effect.Effect<A, E>
  /** The run under this name, if there is one. */
  readonly underway: (name: string) => Effect.Effect<A, E> | undefined
}

/** Shares runs, which belong to the owner. */
export const single = <A, E>(owner: Owner): Single<A, E> => {
  const runs = new Map<string, Deferred.Deferred<A, E>>()
  const underway = (name: string) => {
    const run = runs.get(name)
    return run && Deferred.await(run)
  }
  return {
    underway,
    share: (name, effect) =>
      Effect.flatMap(Deferred.make<A, E>(), (run) => {
        const known = underway(name)
        if (known !== undefined) return known
        runs.set(name, run)
        const ended = Effect.onExit(effect, (exit) => {
          runs.delete(name)
          return Deferred.done(run, exit)
        })
        return Effect.andThen(owner.run(ended), Deferred.await(run))
      }),
  }
}
