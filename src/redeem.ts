/**
 * A redemption, whichever the provider: credentials, request, attempts, deadline, outcome. Written once for all.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { keyringOf } from "./credentials.ts"
import type { ErrorOf, RedemptionError } from "./errors.ts"
import { interpreter, refusedLater } from "./interpret.ts"
import { times } from "./jwt.ts"
import type { Credentials, Descriptor, Operation, Redeem, RefusalTag, SharedTag } from "./operation.ts"
import { adopt } from "./orphan.ts"
import { expired, malformed, noAnswer, notSent, type Presented, publicName } from "./refusal.ts"
import { backOffUntil, isAmbiguous, isRetryable } from "./retry.ts"
import type { Resolved } from "./settings.ts"
import { after } from "./timer.ts"
import type { TokenSet } from "./token-set.ts"
import { type Exchange, makeTransport } from "./transport.ts"
import type { Watch } from "./watch.ts"

/** How far past its `exp` a grant may be by our clock, in milliseconds, and still be sent. */
const skew = 60_000

export const redeem = <Input, Name extends string, Tokens extends TokenSet, Tag extends RefusalTag, Wire>(
  operation: Operation<Input, Name, Tokens, Tag, Wire>,
  settings: Resolved,
  watchOf: (descriptor: Descriptor) => Watch,
): Redeem<Input, Tokens, ErrorOf<Tag> | ErrorOf<SharedTag>> => {
  type Failure = ErrorOf<Tag> | ErrorOf<SharedTag>
  const { descriptor } = operation
  const isOneTime = Object.keys(descriptor.oneTime).length > 0
  const post = makeTransport({ ...settings, ...descriptor, closeAfter: isOneTime })
  const check = Schema.decodeUnknownResult(Schema.toEncoded(descriptor.request))
  const keyring = keyringOf(operation, settings.credentials)
  const watch = watchOf(descriptor)
  const interpret = interpreter(operation)

  return (input, options = {}) =>
    watch.redemption((trial) => {
      const { timeout = settings.timeout, signal } = options
      const { fiber } = trial
      const clock = fiber.getRef(Clock.Clock)
      // Kept, since a fiber that has ended has its caller's loggers no more.
      const { context } = fiber
      const deadline = clock.currentTimeMillisUnsafe() + timeout
      let presented: Presented = { descriptor, secrets: [], ambiguous: false }
      let last: Failure | undefined
      let underway: Exchange | undefined

      /** The caller waits no longer: what is under way is called off, or runs on for a hook. */
      const giveUp = (reason: string): Failure => {
        const exchange = underway
        underway = undefined
        if (exchange === undefined) return last ?? notSent(presented, reason)
        if (exchange.withdraw() === "withdrawn") return notSent(presented, reason)
        if (!isOneTime) exchange.abort()
        else {
          const then = presented
          adopt(exchange, {
            interpret: (outcome) => interpret(outcome, input, then, clock.currentTimeMillisUnsafe()),
            input,
            descriptor,
            settings,
            tell: (what) => Effect.runForkWith(context)(watch.orphan(what)),
          })
        }
        return noAnswer(presented, reason)
      }

      /** Waits for what `start` hands over, until the deadline. */
      const wait = <A>(start: (resume: (outcome: Effect.Effect<A, Failure>) => void) => void) =>
        Effect.callback<A, Failure>((resume) => {
          // Nothing begins for a caller that waits no longer. A deadline that is no number is over, too.
          const left = deadline - clock.currentTimeMillisUnsafe()
          if (!(left > 0)) return resume(Effect.fail(giveUp("deadline")))
          const stop = after(fiber, left, () => resume(Effect.fail(giveUp("deadline"))))
          start((outcome) => {
            stop()
            resume(outcome)
          })
          return Effect.sync(() => {
            stop()
            giveUp("interrupt")
          })
        })

      const send = (wire: unknown) =>
        wait<Tokens>((resume) => {
          const exchange = post(wire)
          underway = exchange
          void exchange.outcome.then((outcome) => {
            if (underway !== exchange) return
            underway = undefined
            resume(
              Effect.suspend(() => {
                const result = interpret(outcome, input, presented, clock.currentTimeMillisUnsafe())
                if (Result.isFailure(result)) {
                  last = result.failure
                  presented = { ...presented, ambiguous: presented.ambiguous || isAmbiguous(last) }
                }
                return Effect.fromResult(result)
              }),
            )
          })
        })

      const present = (credentials: Credentials<Name>) => {
        // An input that cannot even be read, such as a secret that was wiped, is malformed as well.
        const wire = Result.flatMap(
          Result.try(() => operation.request(input, credentials)),
          // All that is wrong is asked for once something is: Effect reads a whole list of it slowly.
          (body) => Result.orElse(check(body), () => check(body, { errors: "all" })),
        )
        if (Result.isFailure(wire)) return Effect.fail(malformed(presented, namesOf(wire.failure)))
        presented = { ...presented, secrets: secretsIn(Object(wire.success), descriptor.secrets) }
        return send(wire.success)
      }

      const attempt = () => {
        trial.attempts++
        if (keyring.constant !== undefined) return present(keyring.constant)
        const asked = wait<Credentials<Name>>((resume) => {
          keyring.ask().then(
            (had) => resume(Effect.succeed(had)),
            (name) => resume(Effect.fail(notSent(presented, `the credential ${name} could not be had`))),
          )
        })
        return Effect.flatMap(asked, present)
      }

      // What cannot be read is not sent either: `present` says so.
      const exp = Result.getOrUndefined(Result.try(() => operation.expires && times(operation.expires(input)).exp))
      if (exp !== undefined && exp * 1000 + skew < clock.currentTimeMillisUnsafe()) {
        return Effect.fail(expired(presented, new Date(exp * 1000)))
      }
      const isHarmless = (error: RedemptionError) =>
        isRetryable(descriptor, error) && !("reason" in error && error.reason === refusedLater)
      // Most redemptions need no schedule: it is set up for the first failure.
      const tried = Effect.catch(attempt(), (error) => {
        let next = (): ReturnType<typeof attempt> => Effect.fail(error)
        const again = Effect.suspend(() => {
          const now = next()
          next = attempt
          return now
        })
        return Effect.retry(again, backOffUntil(deadline, isHarmless))
      })
      return signal === undefined
        ? tried
        : // In this order, since nothing begins for a signal that is aborted already.
          Effect.raceFirst(
            aborted(signal, () => giveUp("abort")),
            tried,
          )
    })
}

/** Fails with `error` once the signal is aborted; never ends otherwise. */
const aborted = <E>(signal: AbortSignal, error: () => E): Effect.Effect<never, E> =>
  Effect.callback((resume) => {
    const fail = () => resume(Effect.fail(error()))
    if (signal.aborted) return fail()
    signal.addEventListener("abort", fail, { once: true })
    return Effect.sync(() => signal.removeEventListener("abort", fail))
  })

/** The secrets of an encoded request, to be recognized in what comes back. */
const secretsIn = (wire: object, names: ReadonlyArray<string>): ReadonlyArray<string> =>
  names.map((name): unknown => Reflect.get(wire, name)).filter((value) => typeof value === "string")

/** The fields that a schema refused. Nothing of their values. */
const namesOf = (cause: unknown): ReadonlyArray<string> => {
  if (!Schema.isSchemaError(cause)) return []
  const { issue } = cause
  const issues = issue._tag === "Composite" ? issue.issues : [issue]
  const names = issues.flatMap((one) => (one._tag === "Pointer" ? one.path.slice(0, 1) : []))
  return [...new Set(names.map((name) => publicName(String(name))))]
}
