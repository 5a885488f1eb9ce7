/** One redemption at any provider, as its caller sees it: a grant, a deadline, a signal, and one outcome. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { attempts, type Waiting } from "./attempts.ts"
import { grantReader } from "./encode.ts"
import type { ErrorOf } from "./errors.ts"
import { times } from "./jwt.ts"
import type { Granted, Observe } from "./observer.ts"
import type { CallOptions, Operation, Redeem, RefusalTag, SharedTag } from "./operation.ts"
import { runningOn } from "./orphan.ts"
import type { Owner } from "./owner.ts"
import { expired, notSent, type Presented } from "./refusal.ts"
import type { ResolvedSettings } from "./settings.ts"
import { alone, sharing } from "./share.ts"
import { aborted } from "./signal.ts"
import type { AnyTokenSet } from "./token-set.ts"

/** How far past its `exp` a grant may be by our clock, in milliseconds, and still be sent. */
const skew = 60_000

/** Ties one operation to settings, and to the openapi-fetch client of its provider. */
export const redeem = <Input, Name extends string, Tokens extends AnyTokenSet, Tag extends RefusalTag, Wire>(
  operation: Operation<Input, Name, Tokens, Tag, Wire>,
  client: unknown,
  settings: ResolvedSettings<Tokens>,
  observe: Observe,
  owner: Owner,
): Redeem<Input, Tokens, ErrorOf<Tag> | ErrorOf<SharedTag>> => {
  type Failure = ErrorOf<Tag> | ErrorOf<SharedTag>
  const { descriptor } = operation
  const nothing: Presented = { descriptor, secrets: [], ambiguous: false }
  const isOneTime = Object.keys(descriptor.oneTime).length > 0
  const grantOf = grantReader(operation)
  const begin = attempts(operation, client, settings)
  const share = sharing<Tokens, Failure>(owner)
  const observer = observe(descriptor)
  const runOn = runningOn({ operation, settings, observer, owner })

  const present = (
    input: Input,
    options: CallOptions<Tokens> | undefined,
    begun: Effect.Effect<void>,
    now: bigint,
  ): Effect.Effect<Granted<Tokens>, Failure> => {
    // A caller without types may pass `null`: it counts as absent.
    const timeout = options?.timeout ?? settings.timeout
    const signal = options?.signal ?? undefined
    const nothingSent = (reason: string) => Effect.fail<Failure>(notSent(nothing, reason))
    // A caller without types may pass "500".
    if (typeof timeout !== "number") return nothingSent("the timeout is not a number")
    // Nothing begins without time left. NaN leaves none.
    if (!(timeout > 0)) return nothingSent("deadline")
    if (signal?.aborted) return nothingSent("abort")
    const deadline = Effect.as(Effect.sleep(timeout), "deadline")
    const caller = {
      until: Number(now) / 1e6 + timeout,
      givesUp: signal ? Effect.raceFirst(deadline, Effect.as(aborted(signal), "abort")) : deadline,
      onOrphaned: options?.onOrphaned ?? undefined,
    }
    const start = (waiting: Waiting) => begin(input, waiting, begun)
    if (!isOneTime) return alone(caller, start)
    return share(grantOf(input), caller, start, (fiber, underway) => runOn(fiber, { ...underway, input }))
  }

  const redemption = (input: Input, options: CallOptions<Tokens> | undefined) =>
    observer.redemption((begun) => {
      const presenting = Effect.flatMap(Clock.monotonicTimeNanos, (now) => present(input, options, begun, now))
      const exp = expiryOf(operation, input)
      if (exp === undefined) return presenting
      return Effect.flatMap(Clock.currentTimeMillis, (now) =>
        exp + skew < now ? Effect.fail<Failure>(expired(nothing, new Date(exp))) : presenting,
      )
    })

  return (input, options) => Effect.map(redemption(input, options), ({ tokens }) => tokens)
}

/** When the grant expires by its own `exp`, in milliseconds since the epoch, if it says. */
const expiryOf = <Input>(
  { expires }: Pick<Operation<Input, never, unknown, never>, "expires">,
  input: Input,
): number | undefined => {
  // A grant that cannot be read fails to encode, so it is not sent.
  const exp = expires && Result.getOrUndefined(Result.try(() => times(expires(input)).exp))
  return exp === undefined ? undefined : exp * 1000
}
