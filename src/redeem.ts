/**
 * A redemption, whichever the provider: credentials, request, deadline, outcome, error, span. Written once for all.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { resolveCredentials } from "./credentials.ts"
import type { ErrorOf } from "./errors.ts"
import type { Operation, RefusalTag } from "./operation.ts"
import { malformed, noAnswer, notSent, publicName, refused } from "./refusal.ts"
import type { Resolved } from "./settings.ts"
import { type Exchange, makeTransport } from "./transport.ts"

/** What can be set for a single call. */
export interface CallOptions {
  /** Deadline of this redemption in milliseconds. */
  readonly timeout?: number
  /** Calls the redemption off. What was sent already stays sent: the outcome is then unknown. */
  readonly signal?: AbortSignal
}

/** The failures of any redemption, whatever its provider answers. */
export type NetworkTag = "InvalidRequest" | "ConnectionFailed" | "OutcomeUnknown" | "UnexpectedResponse"

/** A redemption of one operation. */
export type Redeem<Input, Tokens, Tag extends RefusalTag> = (
  input: Input,
  options?: CallOptions,
) => Effect.Effect<Tokens, ErrorOf<Tag> | ErrorOf<NetworkTag>>

export const redeem = <Input, Name extends string, Tokens, Tag extends RefusalTag, Wire>(
  operation: Operation<Input, Name, Tokens, Tag, Wire>,
  settings: Resolved,
): Redeem<Input, Tokens, Tag> => {
  const { descriptor } = operation
  const post = makeTransport(settings.baseUrl, settings.fetch)
  const encode = Schema.encodeUnknownResult(descriptor.request)
  const closeAfter = Object.keys(descriptor.oneTime).length > 0
  const attributes = { provider: descriptor.provider, operation: descriptor.operationId }

  const attempt = Effect.fnUntraced(function* (input: Input, underway: (exchange: Exchange) => void) {
    const credentials = yield* resolveCredentials(operation, settings.credentials)
    const wire = encode(operation.request(input, credentials), { errors: "all" })
    if (Result.isFailure(wire)) return yield* malformed(descriptor, namesOf(wire.failure))
    const exchange = post(descriptor.path, wire.success, { closeAfter })
    underway(exchange)
    const outcome = yield* Effect.promise(() => exchange.outcome)
    switch (outcome._tag) {
      case "NotSent":
        return yield* notSent(descriptor, outcome.reason)
      case "NoAnswer":
        return yield* noAnswer(descriptor, outcome.reason)
      case "TooLarge":
      case "Answered": {
        const answer = { ...outcome.answer, receivedAt: yield* Clock.currentTimeMillis }
        if (outcome._tag === "TooLarge") {
          return yield* refused(descriptor, answer, { tag: "UnexpectedResponse", reason: "too large" })
        }
        const read = operation.read(answer, input)
        return Result.isSuccess(read) ? read.success : yield* Effect.fail(refused(descriptor, answer, read.failure))
      }
    }
  })

  return (input, options = {}) =>
    Effect.suspend(() => {
      let exchange: Exchange | undefined
      const callOff = (reason: string) =>
        exchange?.withdraw() === "sent" ? noAnswer(descriptor, reason) : notSent(descriptor, reason)
      const whole = attempt(input, (started) => {
        exchange = started
      }).pipe(
        Effect.timeoutOrElse({
          duration: options.timeout ?? settings.timeout,
          orElse: () => Effect.fail(callOff("deadline")),
        }),
      )
      const { signal } = options
      return signal === undefined
        ? whole
        : Effect.raceFirst(
            whole,
            aborted(signal, () => callOff("abort")),
          )
    }).pipe(
      Effect.withSpan(`${descriptor.provider}.${descriptor.operationId}`, { attributes }, { captureStackTrace: false }),
    )
}

/** Fails with `error` once the signal is aborted; never ends otherwise. */
const aborted = <E>(signal: AbortSignal, error: () => E): Effect.Effect<never, E> =>
  Effect.callback((resume) => {
    const fail = () => resume(Effect.fail(error()))
    if (signal.aborted) return fail()
    signal.addEventListener("abort", fail, { once: true })
    return Effect.sync(() => signal.removeEventListener("abort", fail))
  })

const issues = SchemaIssue.makeFormatterStandardSchemaV1()

/** The fields that a schema refused. Nothing of their values. */
const namesOf = (error: Schema.SchemaError): ReadonlyArray<string> => {
  const paths = issues(error.issue).issues.map(({ path }) => path?.[0])
  return [...new Set(paths.flatMap((key) => (typeof key === "string" ? [publicName(key)] : [])))]
}
