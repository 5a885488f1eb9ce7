/**
 * What one POST came to, to the caller: tokens, or the one error that says what happened.
 */
import * as Result from "effect/Result"
import { repeats } from "./echo.ts"
import type { ErrorOf } from "./errors.ts"
import type { Operation, Refusal, RefusalTag, SharedTag } from "./operation.ts"
import { noAnswer, notSent, type Presented, refused } from "./refusal.ts"
import type { TokenSet } from "./token-set.ts"
import type { Outcome } from "./transport.ts"

/** Why a refusal is no `InvalidGrant` where an earlier attempt may have been granted. */
export const refusedLater = "refused after an attempt that may have been granted"

/** Reads outcomes of one operation. `receivedAt` is in milliseconds since the epoch. */
type Interpret<Input, Tokens, Failure> = (
  outcome: Outcome,
  input: Input,
  presented: Presented,
  receivedAt: number,
) => Result.Result<Tokens, Failure>

export const interpreter =
  <Input, Name extends string, Tokens extends TokenSet, Tag extends RefusalTag>(
    operation: Pick<Operation<Input, Name, Tokens, Tag>, "read">,
  ): Interpret<Input, Tokens, ErrorOf<Tag> | ErrorOf<SharedTag>> =>
  (outcome, input, presented, receivedAt) => {
    if (outcome._tag === "NotSent") return Result.fail(notSent(presented, outcome.reason))
    if (outcome._tag === "NoAnswer") return Result.fail(noAnswer(presented, outcome.reason))
    const answer = { ...outcome.answer, receivedAt }
    const unexpected = (
      reason: Refusal["reason"] & string,
    ): Result.Result<Tokens, Refusal<Tag | "UnexpectedResponse">> => Result.fail({ tag: "UnexpectedResponse", reason })
    // What refuses at length is still told by its status.
    const isTooLong = outcome._tag === "TooLarge" && answer.status < 300
    // A reader that throws would take the tokens it was given with it.
    const read = Result.getOrElse(
      Result.try(() => (isTooLong ? unexpected("too large") : operation.read(answer, input))),
      () => unexpected("schema mismatch"),
    )
    // An id that repeats a secret would carry it into whatever prints a token set. Our own word for the provider repeats none.
    const isEcho = (value: unknown) =>
      typeof value === "string" && value !== presented.descriptor.provider && repeats(value, presented.secrets)
    const hasEcho = Result.isSuccess(read) && Object.values(read.success).some(isEcho)
    return Result.mapError(hasEcho ? unexpected("schema mismatch") : read, (refusal) =>
      // "Refused" after an attempt that may have been granted may mean that it was.
      refusal.tag === "InvalidGrant" && presented.ambiguous
        ? noAnswer(presented, refusedLater)
        : refused(presented, answer, refusal),
    )
  }
