/** The operations of a process in virtual time, with the contract of real redemptions: deadlines, late answers, retries. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import {
  ConnectionFailed,
  InvalidGrant,
  OutcomeUnknown,
  RateLimited,
  type RedemptionError,
} from "../../../src/errors.ts"
import type { CallOptions, Redeem } from "../../../src/operation.ts"
import type { AISquareTokens } from "../../../src/providers/aisquare/tokens.ts"
import { accessLife, type Posted, refreshLife, type Vendor } from "./vendor.ts"
import type { Process, World } from "./world.ts"

/** How the network fails. Each is a probability. */
export interface NetworkFaults {
  /** Nothing is sent. */
  readonly refused: number
  /** The provider asks to wait. */
  readonly limited: number
  /** The connection ends before the answer. */
  readonly reset: number
  /** The answer never comes. */
  readonly silent: number
  /** The answer comes after the deadline. */
  readonly late: number
}

export const noNetworkFaults: NetworkFaults = { refused: 0, limited: 0, reset: 0, silent: 0, late: 0 }

/** The deadline of a redemption, in milliseconds. */
export const timeout = 5_000

type Outcome = { readonly data: AISquareTokens } | { readonly error: RedemptionError }

/** The operations of a process. */
export const clientOf = (world: World, vendor: Vendor, process: Process, faults: () => NetworkFaults) => {
  const { chance } = world

  const operation = (
    name: "exchangeToken" | "refreshToken",
    grantOf: (input: never) => string,
    post: (grant: string) => Posted,
  ): Redeem<never, AISquareTokens, RedemptionError> => {
    const about = { provider: "aisquare", operation: name }
    const unknown = (reason: string) => new OutcomeUnknown({ ...about, grant: "unknown", reason })

    const received = (posted: Posted, isAgain: boolean): Outcome => {
      posted.fate = "received"
      const { verdict } = posted
      // A refusal after an attempt that may have been granted says nothing.
      if (verdict === "refused")
        return { error: isAgain ? unknown("again") : new InvalidGrant({ ...about, grant: "spent" }) }
      const at = world.now() + process.skew
      const data: AISquareTokens = {
        provider: "aisquare",
        access: Redacted.make(verdict.access),
        refresh: Redacted.make(verdict.refresh),
        rotated: true,
        accessExpiresAt: new Date(at + accessLife),
        refreshExpiresAt: new Date(at + refreshLife),
      }
      return { data }
    }

    return (input: never, options?: CallOptions<AISquareTokens>) =>
      Effect.callback<AISquareTokens, RedemptionError>((resume) => {
        const grant = grantOf(input)
        const wait = options?.timeout ?? timeout
        // Nothing begins without time left.
        if (!(wait > 0) || options?.signal?.aborted) {
          return resume(Effect.fail(new ConnectionFailed({ ...about, grant: "unspent", reason: "deadline" })))
        }
        let isOver = false
        const settle = (outcome: Outcome) => {
          if (isOver) {
            void options?.onOrphaned?.({ ...about, input: {}, ...outcome })
            return
          }
          isOver = true
          resume("data" in outcome ? Effect.succeed(outcome.data) : Effect.fail(outcome.error))
        }
        const latency = () => chance.between(20, 300)
        const send = (isAgain: boolean) => {
          const { refused, limited, reset, silent, late } = faults()
          if (!isAgain && chance.isLikely(refused)) {
            const error = new ConnectionFailed({ ...about, grant: "unspent", reason: "refused" })
            world.after(latency(), () => settle({ error }), process)
            return
          }
          if (!isAgain && chance.isLikely(limited)) {
            const error = new RateLimited({ ...about, grant: "unspent", retryAfter: chance.between(0, 4_000) })
            world.after(latency(), () => settle({ error }), process)
            return
          }
          const isReset = chance.isLikely(reset)
          const isSilent = chance.isLikely(silent)
          const work = chance.isLikely(late) ? timeout + chance.between(0, timeout - 2_000) : latency()
          world.after(latency(), () => {
            const posted = post(grant)
            if (isReset || isSilent) posted.fate = "lost"
            if (isSilent) return
            const arrive = () => {
              if (!isReset) return settle(received(posted, isAgain))
              // Only a refresh is presented again after it may have been granted.
              if (name === "refreshToken" && !isAgain && !isOver) return send(true)
              settle({ error: unknown("reset") })
            }
            world.after(work, () => {
              vendor.answer(posted)
              world.after(latency(), arrive, process)
            })
          })
        }
        world.after(wait, () => !isOver && settle({ error: unknown("deadline") }), process)
        options?.signal?.addEventListener("abort", () => !isOver && settle({ error: unknown("abort") }))
        send(false)
      })
  }

  return {
    exchangeToken: operation(
      "exchangeToken",
      ({ tempToken }: { tempToken: string }) => tempToken,
      (grant) => vendor.exchange(grant, process),
    ),
    refreshToken: operation(
      "refreshToken",
      ({ refresh }: { refresh: Redacted.Redacted }) => Redacted.value(refresh),
      (grant) => vendor.refresh(grant, process),
    ),
  }
}
