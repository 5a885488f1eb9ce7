/** Answers that come after their caller gave up. The vault takes them itself; what it cannot keep goes to the hook. */
import * as Effect from "effect/Effect"
import type { OnOrphaned, OrphanedOutcome, WaitUntil } from "../settings.ts"
import type { AnyTokenSet } from "../token-set.ts"
import type { VaultObserver } from "./observer.ts"

/** Makes the hook of one call from what it does with late tokens. */
export type Late<Tokens> = <E>(take: (tokens: Tokens) => Effect.Effect<unknown, E>) => Effect.Effect<OnOrphaned<Tokens>>

/** Hands over tokens that came and could not be kept. */
export type HandOver<Tokens> = (outcome: OrphanedOutcome<Tokens>) => Effect.Effect<void>

export const handingOver =
  <Tokens>(onOrphaned: OnOrphaned<Tokens> | undefined, observer: VaultObserver): HandOver<Tokens> =>
  (outcome) => {
    if (onOrphaned === undefined)
      return observer.trouble("tokens came late, could not be kept and are lost; set onOrphaned")
    return Effect.catch(
      Effect.tryPromise(async () => onOrphaned(outcome)),
      () => observer.trouble("onOrphaned failed"),
    )
  }

export const taking =
  <Tokens extends AnyTokenSet>(handOver: HandOver<Tokens>): Late<Tokens> =>
  (take) =>
    Effect.map(Effect.context<never>(), (context) => (outcome) => {
      // A late refusal changes nothing: the verdict on the grant stands.
      if (outcome.data === undefined) return undefined
      const kept = Effect.catch(take(outcome.data), () => handOver(outcome))
      return Effect.runPromiseWith(context)(Effect.asVoid(kept))
    })

/** Keeps a platform that freezes between requests awake until the work has ended. */
export const stayingAwake =
  (waitUntil: WaitUntil | undefined, observer: VaultObserver) => (work: Effect.Effect<unknown> | undefined) =>
    Effect.catch(
      Effect.try(() => work && waitUntil?.(Effect.runPromise(work))),
      () => observer.trouble("waitUntil failed"),
    )
