/**
 * A redemption, whichever the provider: credentials, request, attempts, deadline, outcome. Written once for all.
 */
import * as Clock from "effect/Clock"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { resolveCredentials } from "./credentials.ts"
import { echoes } from "./echo.ts"
import type { ErrorOf } from "./errors.ts"
import { times } from "./jwt.ts"
import type { Operation, Refusal, RefusalTag } from "./operation.ts"
import { adopt } from "./orphan.ts"
import { expired, malformed, noAnswer, notSent, type Presented, publicName, refused } from "./refusal.ts"
import { askedWait, backOff, isAmbiguous, isRetryable } from "./retry.ts"
import type { Resolved } from "./settings.ts"
import { observed } from "./telemetry.ts"
import type { TokenSet } from "./token-set.ts"
import { type Exchange, makeTransport, type Outcome } from "./transport.ts"

/** What can be set for a single call. */
export interface CallOptions {
  /** Deadline of this redemption in milliseconds, retries and back-off included. */
  readonly timeout?: number
  /** Calls the redemption off. What was sent already stays sent: the outcome is then unknown. */
  readonly signal?: AbortSignal
}

/** The failures of any redemption, whatever its provider answers. */
export type NetworkTag =
  | "InvalidRequest"
  | "InvalidGrant"
  | "ConnectionFailed"
  | "OutcomeUnknown"
  | "UnexpectedResponse"

/** A redemption of one operation. */
export type Redeem<Input, Tokens, Tag extends RefusalTag> = (
  input: Input,
  options?: CallOptions,
) => Effect.Effect<Tokens, ErrorOf<Tag> | ErrorOf<NetworkTag>>

/** Why a refusal is no `InvalidGrant` where an earlier attempt may have been granted. */
const refusedLater = "refused after an attempt that may have been granted"

/** How far past its `exp` a grant may be by our clock, in milliseconds, and still be sent. */
const skew = 60_000

export const redeem = <Input, Name extends string, Tokens extends TokenSet, Tag extends RefusalTag, Wire>(
  operation: Operation<Input, Name, Tokens, Tag, Wire>,
  settings: Resolved,
): Redeem<Input, Tokens, Tag> => {
  type Failure = ErrorOf<Tag> | ErrorOf<NetworkTag>
  const { descriptor } = operation
  const post = makeTransport(settings.baseUrl, settings.fetch)
  const encode = Schema.encodeUnknownResult(descriptor.request)
  const isOneTime = Object.keys(descriptor.oneTime).length > 0

  /** What a POST came to, to the caller. */
  const interpret = (
    outcome: Outcome,
    input: Input,
    presented: Presented,
    now: number,
  ): Result.Result<Tokens, Failure> => {
    if (outcome._tag === "NotSent") return Result.fail(notSent(presented, outcome.reason))
    if (outcome._tag === "NoAnswer") return Result.fail(noAnswer(presented, outcome.reason))
    const answer = { ...outcome.answer, receivedAt: now }
    const unexpected = (reason: Refusal["reason"] & string) =>
      Result.fail(refused(presented, answer, { tag: "UnexpectedResponse", reason }))
    if (outcome._tag === "TooLarge") return unexpected("too large")
    // A reader that throws would take the tokens it was given with it.
    const read = Result.try(() => operation.read(answer, input))
    if (Result.isFailure(read)) return unexpected("schema mismatch")
    // An id that repeats a secret would carry it into whatever prints a token set.
    const isEcho = (value: unknown) => typeof value === "string" && echoes(value, presented.secrets)
    if (Result.isSuccess(read.success) && Object.values(read.success.success).some(isEcho)) {
      return unexpected("schema mismatch")
    }
    return Result.mapError(
      read.success,
      (refusal): Failure =>
        // "Refused" after an attempt that may have been granted may mean that it was.
        refusal.tag === "InvalidGrant" && presented.ambiguous
          ? noAnswer(presented, refusedLater)
          : refused(presented, answer, refusal),
    )
  }

  return (input, options = {}) =>
    Effect.suspend(() => {
      let presented: Presented = { descriptor, secrets: [], ambiguous: false }
      let attempts = 0
      let last: Failure | undefined
      let underway: Exchange | undefined

      const attempt = Effect.gen(function* () {
        attempts++
        const credentials = yield* resolveCredentials(operation, settings.credentials, presented)
        const wire = encode(operation.request(input, credentials), { errors: "all" })
        if (Result.isFailure(wire)) return yield* malformed(presented, namesOf(wire.failure))
        presented = { ...presented, secrets: secretsIn(wire.success, descriptor.secrets) }
        const exchange = post(descriptor.path, wire.success, { closeAfter: isOneTime })
        underway = exchange
        const outcome = yield* Effect.promise(() => exchange.outcome)
        underway = undefined
        return yield* Effect.fromResult(interpret(outcome, input, presented, yield* Clock.currentTimeMillis))
      }).pipe(
        Effect.tapError((error: Failure) =>
          Effect.sync(() => {
            last = error
            presented = { ...presented, ambiguous: presented.ambiguous || isAmbiguous(error) }
          }),
        ),
      )

      /** The caller waits no longer: what is under way is called off, or runs on for a hook. */
      const giveUp = (context: Context.Context<never>, reason: string): Failure => {
        const exchange = underway
        underway = undefined
        if (exchange === undefined) return last ?? notSent(presented, reason)
        if (exchange.withdraw() === "withdrawn") return notSent(presented, reason)
        if (!isOneTime) exchange.abort()
        else {
          const then = presented
          adopt(exchange, (outcome, now) => interpret(outcome, input, then, now), {
            descriptor,
            input,
            settings,
            context,
          })
        }
        return noAnswer(presented, reason)
      }

      const redemption = Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const { exp } = operation.expires === undefined ? {} : times(operation.expires(input))
        if (exp !== undefined && exp * 1000 + skew < now) return yield* expired(presented, new Date(exp * 1000))
        const timeout = options.timeout ?? settings.timeout
        const context = yield* Effect.context()
        const tried = Effect.retry(attempt, {
          schedule: backOff,
          while: (error: Failure) =>
            isRetryable(descriptor, error) && !("reason" in error && error.reason === refusedLater)
              ? Effect.map(Clock.currentTimeMillis, (at) => at + askedWait(error) < now + timeout)
              : Effect.succeed(false),
        })
        const bounded = Effect.timeoutOrElse(tried, {
          duration: timeout,
          orElse: () => Effect.suspend(() => Effect.fail(giveUp(context, "deadline"))),
        })
        const { signal } = options
        const abortable =
          signal === undefined
            ? bounded
            : Effect.raceFirst(
                bounded,
                aborted(signal, () => giveUp(context, "abort")),
              )
        return yield* Effect.onInterrupt(abortable, () => Effect.sync(() => giveUp(context, "interrupt")))
      })
      return observed(descriptor, () => attempts, redemption)
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
const secretsIn = (wire: unknown, names: ReadonlyArray<string>): ReadonlyArray<string> =>
  typeof wire === "object" && wire !== null
    ? Object.entries(wire).flatMap(([name, value]) => (names.includes(name) ? [String(value)] : []))
    : []

const issues = SchemaIssue.makeFormatterStandardSchemaV1()

/** The fields that a schema refused. Nothing of their values. */
const namesOf = (error: Schema.SchemaError): ReadonlyArray<string> => {
  const paths = issues(error.issue).issues.map(({ path }) => path?.[0])
  return [...new Set(paths.flatMap((key) => (typeof key === "string" ? [publicName(key)] : [])))]
}
