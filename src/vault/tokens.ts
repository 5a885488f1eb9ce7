/** Hands out a connection's tokens, refreshed where they are due: one read, one refresh and one wait for all callers. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { RedemptionError } from "../errors.ts"
import type { AnyTokenSet } from "../token-set.ts"
import type { Trouble } from "./access.ts"
import { withRejection } from "./connection.ts"
import { type Decision, decide, type Wanted } from "./decide.ts"
import { ConsentRequired, NotConnected, type StoreFailed } from "./errors.ts"
import { connectionOf } from "./names.ts"
import type { Parts } from "./parts.ts"
import { refresher } from "./refresh.ts"
import { single } from "./single.ts"
import { errorOf } from "./verdict.ts"

/** Waits of 5 ms, then half as long again each time, up to a quarter of a second. */
const firstWait = 5
const longestWait = 250

/** How handing out tokens fails, but for what is wrong with a row or the store. */
export type TokensFailure<Tokens extends AnyTokenSet> =
  | Trouble
  | NotConnected
  | ConsentRequired
  | StoreFailed<Tokens>
  | RedemptionError

/** Hands out a connection's tokens. Runs until there is an answer. */
export type HandOut<Tokens extends AnyTokenSet> = (
  key: string,
  wanted: Wanted<Tokens>,
) => Effect.Effect<Tokens, TokensFailure<Tokens>>

/** Hands out tokens. `look` runs until there is an answer: the caller has the deadline. */
export const handingOut = <Tokens extends AnyTokenSet>(parts: Parts<Tokens>) => {
  const { rules, cache, owner, observer, unkept } = parts
  const refresh = refresher(parts)
  const refreshes = single<void, Trouble | StoreFailed<Tokens> | RedemptionError>(owner, unkept)
  const waits = single<void, never>(owner)

  const look = Effect.fnUntraced(function* (
    key: string,
    wanted: Wanted<Tokens>,
  ): Effect.fn.Return<Tokens, TokensFailure<Tokens>> {
    let wait = firstWait
    let isFirst = true
    for (;;) {
      const known = yield* cache.read(key)
      const now = yield* Clock.currentTimeMillis
      const decision: Decision<Tokens> = decide(rules, known, now, wanted)
      switch (decision.do) {
        case "serve":
          if (isFirst) yield* observer.event("hit")
          return decision.tokens
        case "connect":
          return yield* new NotConnected(connectionOf(key))
        case "report": {
          const { reason, since } = decision
          return yield* new ConsentRequired({ ...connectionOf(key), reason, since: new Date(since) })
        }
        case "fail":
          return yield* Effect.fail(errorOf(decision.verdict))
        case "end":
          if (known !== undefined) yield* cache.change(key, withRejection(known.record))
          break
        case "refresh":
          if (known !== undefined) yield* refreshes.share(key, refresh(key, known, decision.tokens))
          break
        case "wait": {
          if (refreshes.underway(key) !== undefined) {
            yield* refreshes.share(key, Effect.void)
            break
          }
          if (wait === firstWait) yield* observer.event("wait")
          yield* waits.share(key, Effect.sleep(wait))
          wait = Math.min(longestWait, wait * 1.5)
        }
      }
      isFirst = false
    }
  })

  return {
    look,
    /** The tokens, where this process read them lately and they are good. */
    recent: (key: string, wanted: Wanted<Tokens>, now: number): Tokens | undefined => {
      const known = wanted.rejected === undefined ? cache.recent(key, now) : undefined
      const decision = known && decide(rules, known, now, wanted)
      return decision?.do === "serve" ? decision.tokens : undefined
    },
    /** The refresh under way in this process. */
    underway: refreshes.underway,
  }
}
