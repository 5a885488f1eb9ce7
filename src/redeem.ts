/** One redemption at any provider: credentials, request, attempts, deadline, outcome. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { classifier } from "./classify.ts"
import { readCredentials } from "./credentials.ts"
import { encoder, secretsIn } from "./encode.ts"
import type { ErrorOf, RedemptionError } from "./errors.ts"
import { times } from "./jwt.ts"
import type { Observe } from "./observer.ts"
import type { CallOptions, Operation, Redeem, RefusalTag, SharedTag } from "./operation.ts"
import { runOn } from "./orphan.ts"
import { expired, noAnswer, notSent, type Presented } from "./refusal.ts"
import { backOffWithin, isAmbiguous, isRetryable } from "./retry.ts"
import type { ResolvedSettings } from "./settings.ts"
import type { AnyTokenSet } from "./token-set.ts"
import { type Post, post } from "./transport.ts"

/** How far past its `exp` a grant may be by our clock, in milliseconds, and still be sent. */
const skew = 60_000

/** Ties one operation to settings, and to the openapi-fetch client of its provider. */
export const redeem = <Input, Name extends string, Tokens extends AnyTokenSet, Tag extends RefusalTag, Wire>(
  operation: Operation<Input, Name, Tokens, Tag, Wire>,
  client: unknown,
  settings: ResolvedSettings<Tokens>,
  observe: Observe,
): Redeem<Input, Tokens, ErrorOf<Tag> | ErrorOf<SharedTag>> => {
  type Failure = ErrorOf<Tag> | ErrorOf<SharedTag>
  const { descriptor } = operation
  const isOneTime = Object.keys(descriptor.oneTime).length > 0
  const encode = encoder(operation)
  const classify = classifier(operation)

  const observer = observe(descriptor)

  const present = (input: Input, options: CallOptions | undefined, attempted: Effect.Effect<void>, start: bigint) => {
    // A caller without types may pass `null`: it counts as absent.
    const timeout = options?.timeout ?? settings.timeout
    const signal = options?.signal
    let presented: Presented = { descriptor, secrets: [], ambiguous: false }
    let last: Failure | undefined
    let isAnswered = false
    let isAbandoned = false

    /** The error for a caller that stops waiting. Its POST was withdrawn, runs on, or never began. */
    const stopWaiting = (reason: string): Effect.Effect<never, Failure> =>
      Effect.suspend(() =>
        Effect.fail(isAbandoned ? noAnswer(presented, reason) : (last ?? notSent(presented, reason))),
      )

    /** Withdraws a POST that nobody waits for. A sent POST runs on if it may spend the grant. */
    const abandon = (sending: Post): Effect.Effect<void> =>
      Effect.suspend(() => {
        last = undefined
        if (sending.withdraw() === "withdrawn") return Effect.void
        isAbandoned = true
        if (!isOneTime) return Effect.sync(sending.abort)
        const then = presented
        const late = runOn(sending, {
          descriptor,
          input,
          settings,
          observer,
          classify: (outcome, receivedAt) => classify(outcome, input, then, receivedAt),
        })
        return Effect.asVoid(Effect.forkDetach(late, { startImmediately: true }))
      })

    const conclude = (result: Result.Result<Tokens, Failure>): Effect.Effect<Tokens, Failure> => {
      if (Result.isFailure(result)) {
        last = result.failure
        presented = { ...presented, ambiguous: presented.ambiguous || isAmbiguous(last) }
      }
      return Effect.fromResult(result)
    }

    const send = (wire: Wire): Effect.Effect<Tokens, Failure> => {
      presented = { ...presented, secrets: secretsIn(wire, descriptor) }
      const sending = post((fetch) => descriptor.send(client, wire, fetch), settings.fetch)
      return Effect.promise(() => sending.outcome).pipe(
        Effect.onInterrupt(() => abandon(sending)),
        Effect.flatMap((outcome) => {
          isAnswered = "answer" in outcome
          return Effect.flatMap(Clock.currentTimeMillis, (now) => conclude(classify(outcome, input, presented, now)))
        }),
      )
    }

    const attempt = attempted.pipe(
      Effect.flatMap(() => readCredentials(operation, settings.credentials)),
      Effect.mapError((name): Failure => notSent(presented, `the credential ${name} could not be had`)),
      Effect.flatMap((credentials) => Effect.fromResult(encode(input, credentials, presented))),
      Effect.flatMap(send),
    )

    // A refused grant says `OutcomeUnknown` after an attempt that may have been granted: it is not presented again.
    const isHarmless = (error: RedemptionError) =>
      isRetryable(descriptor, error) && !(isAnswered && error._tag === "OutcomeUnknown")
    // On a monotonic clock.
    const timeLeft = Effect.map(Clock.monotonicTimeNanos, (now) => timeout - Number(now - start) / 1e6)
    const redemption = Effect.retry(attempt, backOffWithin(timeLeft, isHarmless)).pipe(
      Effect.timeoutOrElse({ duration: timeout, orElse: () => stopWaiting("deadline") }),
    )

    const begin = Effect.suspend(() => {
      // A caller without types may pass "500".
      if (typeof timeout !== "number") return stopWaiting("the timeout is not a number")
      // Nothing begins without time left. NaN leaves none.
      if (!(timeout > 0)) return stopWaiting("deadline")
      if (!signal) return redemption
      // The signal is checked first: nothing begins when it is already aborted.
      return Effect.raceFirst(Effect.as(aborted(signal), Option.none<Tokens>()), Effect.asSome(redemption)).pipe(
        Effect.flatMap(Option.match({ onNone: () => stopWaiting("abort"), onSome: Effect.succeed<Tokens> })),
      )
    })

    const exp = expiryOf(operation, input)
    if (exp === undefined) return begin
    return Effect.flatMap(Clock.currentTimeMillis, (now) =>
      exp + skew < now ? Effect.fail<Failure>(expired(presented, new Date(exp))) : begin,
    )
  }

  return (input, options) =>
    observer.redemption((attempted) =>
      Effect.flatMap(Clock.monotonicTimeNanos, (start) => present(input, options, attempted, start)),
    )
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

/** Succeeds once the signal is aborted. */
const aborted = (signal: AbortSignal): Effect.Effect<void> =>
  Effect.callback((resume) => {
    const done = () => resume(Effect.void)
    if (signal.aborted) return done()
    signal.addEventListener("abort", done, { once: true })
    return Effect.sync(() => signal.removeEventListener("abort", done))
  })
