/** Callers that want the same at the same time share one run of it, which ends with none of them. */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { Owner } from "../owner.ts"

export interface Single<A, E> {
  /** Joins the run under this name, or starts one. */
  readonly share: (name: string, effect: Effect.Effect<A, E>) => Effect.Effect<A, E>
  /** The end of the run under this name, for one who does not want what comes of it. */
  readonly underway: (name: string) => Effect.Effect<unknown> | undefined
}

/** Shares runs, which belong to the owner. A failure of which no caller is left to hear goes to `unheard`. */
export const single = <A, E>(
  owner: Owner,
  unheard: (error: E) => Effect.Effect<void> = () => Effect.void,
): Single<A, E> => {
  const runs = new Map<string, { readonly result: Deferred.Deferred<A, E>; callers: number }>()
  return {
    underway: (name) => {
      const run = runs.get(name)
      return run && Effect.exit(Deferred.await(run.result))
    },
    share: (name, effect) =>
      Effect.flatMap(Deferred.make<A, E>(), (result) => {
        const known = runs.get(name)
        const run = known ?? { result, callers: 0 }
        run.callers++
        const heard = Effect.ensuring(
          Deferred.await(run.result),
          Effect.sync(() => run.callers--),
        )
        if (known !== undefined) return heard
        runs.set(name, run)
        const ended = Effect.onExit(effect, (exit) => {
          runs.delete(name)
          const error = Exit.findErrorOption(exit)
          const told = run.callers === 0 && error._tag === "Some" ? unheard(error.value) : Effect.void
          return Effect.andThen(told, Deferred.done(run.result, exit))
        })
        return Effect.andThen(owner.run(ended), heard)
      }),
  }
}
