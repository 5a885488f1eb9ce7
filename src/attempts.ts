/** The attempts of one redemption: credentials, request, POST, outcome, and another attempt where that is safe. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { classifier } from "./classify.ts"
import { readCredentials } from "./credentials.ts"
import { encoder, secretsIn } from "./encode.ts"
import type { ErrorOf, RedemptionError } from "./errors.ts"
import type { Granted } from "./observer.ts"
import type { Operation, RefusalTag, SharedTag } from "./operation.ts"
import { noAnswer, notSent, type Presented } from "./refusal.ts"
import { backOffWithin, isAmbiguous, isRetryable } from "./retry.ts"
import type { ResolvedSettings } from "./settings.ts"
import type { AnyTokenSet } from "./token-set.ts"
import { type Post, post } from "./transport.ts"

/** Those who wait for a redemption. */
export interface Waiting {
  readonly callers: number
  /** When the last of them gives up, in milliseconds on the monotonic clock. */
  readonly until: number
  /** Whether one of them has the outcome. */
  readonly isTaken: boolean
}

export interface Attempts<Tokens, Failure> {
  /** Presents the grant until there is an outcome. */
  readonly run: Effect.Effect<Granted<Tokens>, Failure>
  /** Withdraws the POST under way, and says whether it was too late: it was sent. */
  readonly withdraw: () => boolean
  /** Ends the POST under way. What it still has to say is the outcome. */
  readonly abort: () => void
  /** The error for a caller that gave up: its POST was withdrawn, runs on, or never began. */
  readonly unfinished: (reason: string) => Failure
}

/** Prepares the attempts of one operation. */
export const attempts = <Input, Name extends string, Tokens extends AnyTokenSet, Tag extends RefusalTag, Wire>(
  operation: Operation<Input, Name, Tokens, Tag, Wire>,
  client: unknown,
  settings: ResolvedSettings<Tokens>,
) => {
  type Failure = ErrorOf<Tag> | ErrorOf<SharedTag>
  const { descriptor } = operation
  const encode = encoder(operation)
  const classify = classifier(operation)

  /** `begun` runs at the beginning of each attempt. */
  return (input: Input, waiting: Waiting, begun: Effect.Effect<void>): Attempts<Tokens, Failure> => {
    let presented: Presented = { descriptor, secrets: [], ambiguous: false }
    let sending: Post | undefined
    let last: Failure | undefined
    let isAnswered = false
    let isSent = false

    const conclude = (result: Result.Result<Granted<Tokens>, Failure>): Effect.Effect<Granted<Tokens>, Failure> => {
      if (Result.isFailure(result)) {
        last = result.failure
        sending = undefined
        presented = { ...presented, ambiguous: presented.ambiguous || isAmbiguous(last) }
      }
      return Effect.fromResult(result)
    }

    const send = (wire: Wire): Effect.Effect<Granted<Tokens>, Failure> => {
      presented = { ...presented, secrets: secretsIn(wire, descriptor) }
      last = undefined
      const own = post((fetch) => descriptor.send(client, wire, fetch), settings.fetch)
      sending = own
      return Effect.promise(() => own.outcome).pipe(
        Effect.onInterrupt(() => Effect.sync(own.abort)),
        Effect.flatMap((outcome) => {
          isAnswered = "answer" in outcome
          presented = { ...presented, secrets: [...presented.secrets, ...own.credentials()] }
          return Effect.flatMap(Clock.currentTimeMillis, (now) => conclude(classify(outcome, input, presented, now)))
        }),
      )
    }

    const attempt = begun.pipe(
      Effect.flatMap(() => readCredentials(operation, settings.credentials)),
      Effect.mapError((name): Failure => notSent(presented, `the credential ${name} could not be had`)),
      Effect.flatMap((credentials) => Effect.fromResult(encode(input, credentials, presented))),
      Effect.flatMap(send),
    )

    // A refused grant says `OutcomeUnknown` after an attempt that may have been granted: it is not presented again.
    const isHarmless = (error: RedemptionError) =>
      isRetryable(descriptor, error) && !(isAnswered && error._tag === "OutcomeUnknown")
    // None for nobody: a POST that runs on is the last.
    const timeLeft = Effect.map(Clock.monotonicTimeNanos, (now) =>
      waiting.callers === 0 ? 0 : waiting.until - Number(now) / 1e6,
    )

    return {
      run: Effect.retry(attempt, backOffWithin(settings.retries, timeLeft, isHarmless)),
      withdraw: () => {
        isSent = sending?.withdraw() === "sent"
        return isSent
      },
      abort: () => sending?.abort(),
      unfinished: (reason) => {
        // As long as others wait, the grant may be sent at any time.
        const isSentForOthers = waiting.callers > 0 || waiting.isTaken
        return isSent || isSentForOthers ? noAnswer(presented, reason) : (last ?? notSent(presented, reason))
      },
    }
  }
}
