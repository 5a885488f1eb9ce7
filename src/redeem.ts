/**
 * A redemption, whichever the provider: credentials, request, attempts, deadline, outcome. Written once for all.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { classifier, refusedLater } from "./classify.ts"
import { readCredentials } from "./credentials.ts"
import type { ErrorOf, RedemptionError } from "./errors.ts"
import { times } from "./jwt.ts"
import type { Credentials, Operation, Redeem, RefusalTag, SharedTag } from "./operation.ts"
import { runOn } from "./orphan.ts"
import { expired, malformed, noAnswer, notSent, type Presented, publicName } from "./refusal.ts"
import { backOffWithin, isAmbiguous, isRetryable } from "./retry.ts"
import type { ResolvedSettings } from "./settings.ts"
import { instrument, millisecondsSince } from "./telemetry.ts"
import type { AnyTokenSet } from "./token-set.ts"
import { type Post, post } from "./transport.ts"

/** How far past its `exp` a grant may be by our clock, in milliseconds, and still be sent. */
const skew = 60_000

/** Ties one operation to settings, and to the openapi-fetch client of its provider. */
export const redeem = <Input, Name extends string, Tokens extends AnyTokenSet, Tag extends RefusalTag, Wire>(
  operation: Operation<Input, Name, Tokens, Tag, Wire>,
  client: unknown,
  settings: ResolvedSettings<Tokens>,
): Redeem<Input, Tokens, ErrorOf<Tag> | ErrorOf<SharedTag>> => {
  type Failure = ErrorOf<Tag> | ErrorOf<SharedTag>
  const { descriptor } = operation
  const isOneTime = Object.keys(descriptor.oneTime).length > 0
  const transport = { fetch: settings.fetch, closeAfter: isOneTime }
  const check = Schema.decodeUnknownResult(Schema.toEncoded(descriptor.request))
  const classify = classifier(operation)
  const instrumented = instrument(descriptor)

  return (input, options) =>
    instrumented<Tokens, Failure>((attempts) =>
      Effect.gen(function* () {
        const timeout = options?.timeout ?? settings.timeout
        const start = yield* Clock.monotonicTimeNanos
        let presented: Presented = { descriptor, secrets: [], ambiguous: false }
        let last: Failure | undefined
        let isAbandoned = false

        const exp = expiryOf(operation, input)
        if (exp !== undefined && exp + skew < (yield* Clock.currentTimeMillis)) {
          return yield* expired(presented, new Date(exp))
        }

        /** What the caller is told that stops waiting. Its POST was withdrawn, or runs on, or there was none. */
        const stopWaiting = (reason: string) =>
          Effect.suspend(() =>
            Effect.fail<Failure>(isAbandoned ? noAnswer(presented, reason) : (last ?? notSent(presented, reason))),
          )

        /** Leaves a POST alone that nobody waits for any more. */
        const abandon = (sending: Post) =>
          Effect.suspend(() => {
            if (sending.withdraw() === "withdrawn") {
              last = undefined
              return Effect.void
            }
            isAbandoned = true
            if (!isOneTime) return Effect.sync(sending.abort)
            const then = presented
            const late = runOn(sending, {
              descriptor,
              input,
              settings,
              classify: (outcome, receivedAt) => classify(outcome, input, then, receivedAt),
            })
            return Effect.asVoid(Effect.forkDetach(late, { startImmediately: true }))
          })

        const send = (wire: Wire) =>
          Effect.gen(function* () {
            const sending = post((fetch) => descriptor.send(client, wire, fetch), transport)
            const outcome = yield* Effect.onInterrupt(
              Effect.promise(() => sending.outcome),
              () => abandon(sending),
            )
            const result = classify(outcome, input, presented, yield* Clock.currentTimeMillis)
            if (Result.isFailure(result)) {
              last = result.failure
              presented = { ...presented, ambiguous: presented.ambiguous || isAmbiguous(last) }
            }
            return yield* Effect.fromResult(result)
          })

        const encode = (credentials: Credentials<Name>): Result.Result<Wire, Failure> => {
          const wire = Result.try(() => operation.request(input, credentials)).pipe(
            Result.flatMap((body) => Result.map(check(body, { errors: "all" }), () => body)),
          )
          // An input that cannot even be read, such as a secret that was wiped, is malformed as well.
          return Result.mapError(wire, (cause) => malformed(presented, fieldsIn(cause)))
        }

        const attempt = Effect.gen(function* () {
          yield* Ref.update(attempts, (count) => count + 1)
          const credentials = yield* Effect.mapError(
            readCredentials(operation.credentials, settings.credentials),
            (name): Failure => notSent(presented, `the credential ${name} could not be had`),
          )
          const wire = yield* Effect.fromResult(encode(credentials))
          presented = { ...presented, secrets: secretsIn(Object(wire), descriptor.secrets) }
          return yield* send(wire)
        })

        const isHarmless = (error: RedemptionError) =>
          isRetryable(descriptor, error) && !("reason" in error && error.reason === refusedLater)
        const timeLeft = Effect.map(millisecondsSince(start), (passed) => timeout - passed)

        // Nothing begins for a caller that does not wait. A timeout that is not a number is over, too.
        if (!(timeout > 0)) return yield* stopWaiting("deadline")
        const redemption = Effect.retry(attempt, backOffWithin(timeLeft, isHarmless)).pipe(
          Effect.timeoutOrElse({ duration: timeout, orElse: () => stopWaiting("deadline") }),
        )
        const signal = options?.signal
        if (!signal) return yield* redemption
        // In this order, since nothing begins for a signal that is aborted already.
        const outcome = yield* Effect.raceFirst(
          Effect.as(aborted(signal), Option.none<Tokens>()),
          Effect.asSome(redemption),
        )
        return Option.isSome(outcome) ? outcome.value : yield* stopWaiting("abort")
      }),
    )
}

/** When the grant expires by its own account, in milliseconds since the epoch; nothing where it does not say. */
const expiryOf = <Input>(
  { expires }: Pick<Operation<Input, never, unknown, never>, "expires">,
  input: Input,
): number | undefined => {
  // A grant that cannot be read is not sent either: encoding it fails.
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

/** The secrets of an encoded request, to be recognized in what comes back. */
const secretsIn = (wire: object, names: ReadonlyArray<string>): ReadonlyArray<string> =>
  names.map((name): unknown => Reflect.get(wire, name)).filter((value) => typeof value === "string")

/** The fields that a schema refused. Nothing of their values. */
const fieldsIn = (cause: unknown): ReadonlyArray<string> => {
  if (!Schema.isSchemaError(cause)) return []
  const { issue } = cause
  const issues = issue._tag === "Composite" ? issue.issues : [issue]
  const names = issues.flatMap((one) => (one._tag === "Pointer" ? one.path.slice(0, 1) : []))
  return [...new Set(names.map((name) => publicName(String(name))))]
}
