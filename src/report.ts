/** Tells a hook of each redemption, for logs and metrics of the caller's own. */
import * as Effect from "effect/Effect"
import { type Observe, type Observed, observing } from "./observer.ts"
import type { Owner } from "./owner.ts"
import type { OnRedemption } from "./settings.ts"

/** Observes as `observe` does, and tells the hook. A hook that fails changes no outcome: a warning says so. */
export const reporting =
  (observe: Observe, onRedemption: OnRedemption, owner: Owner): Observe =>
  (descriptor) => {
    const observer = observe(descriptor)
    const { provider, operationId: operation } = descriptor
    const tell = (observed: Observed) =>
      Effect.catch(
        Effect.tryPromise(async () => onRedemption({ provider, operation, ...observed })),
        () => observer.warn("onRedemption failed"),
      )
    return {
      ...observer,
      redemption: (run) =>
        observer.redemption((attempt) =>
          observing(
            (begun) => run(Effect.andThen(attempt, begun)),
            (observed) => owner.run(tell(observed)),
          ),
        ),
    }
  }
