/** Turns the outcome of one POST into tokens or one error. */
import * as Result from "effect/Result"
import type { ErrorOf } from "./errors.ts"
import type { Granted } from "./observer.ts"
import type { Operation, Refusal, RefusalTag, SharedTag } from "./operation.ts"
import { noAnswer, notSent, type Presented, refused, requestIdOf } from "./refusal.ts"
import { containsWhole } from "./secrets.ts"
import type { AnyTokenSet } from "./token-set.ts"
import type { Outcome } from "./transport.ts"

/** Classifies outcomes of one operation. `receivedAt` is in milliseconds since the epoch. */
type Classify<Input, Tokens, Failure> = (
  outcome: Outcome,
  input: Input,
  presented: Presented,
  receivedAt: number,
) => Result.Result<Granted<Tokens>, Failure>

export const classifier =
  <Input, Name extends string, Tokens extends AnyTokenSet, Tag extends RefusalTag>(
    operation: Pick<Operation<Input, Name, Tokens, Tag>, "read">,
  ): Classify<Input, Tokens, ErrorOf<Tag> | ErrorOf<SharedTag>> =>
  (outcome, input, presented, receivedAt) => {
    if (outcome._tag === "NotSent") return Result.fail(notSent(presented, outcome.reason))
    if (outcome._tag === "NoAnswer") return Result.fail(noAnswer(presented, outcome.reason))
    const answer = { ...outcome.answer, receivedAt }
    const unexpected = (
      reason: Refusal["reason"] & string,
    ): Result.Result<Tokens, Refusal<Tag | "UnexpectedResponse">> => Result.fail({ tag: "UnexpectedResponse", reason })
    const isTooLong = ({ tag, reason }: Refusal) =>
      outcome._tag === "TooLarge" && tag === "UnexpectedResponse" && reason !== "redirect"
    // If the reader throws, its tokens would be lost.
    const read = Result.getOrElse(
      Result.try(() => operation.read(answer, input)),
      () => unexpected("schema mismatch"),
    )
    // An id that quotes a secret would carry it into printed token sets. `provider` is our own word and cannot.
    const quotesSecret = (value: unknown) =>
      typeof value === "string" && value !== presented.descriptor.provider && containsWhole(value, presented.secrets)
    const hasQuotation = Result.isSuccess(read) && Object.values(read.success).some(quotesSecret)
    return Result.mapBoth(hasQuotation ? unexpected("schema mismatch") : read, {
      onSuccess: (tokens) => ({ tokens, status: answer.status, ...requestIdOf(presented, answer) }),
      onFailure: (refusal) =>
        // After an attempt that may have been granted, a refused grant may mean that it was.
        refusal.tag === "InvalidGrant" && presented.ambiguous
          ? noAnswer(presented, "refused after an attempt that may have been granted")
          : refused(presented, answer, isTooLong(refusal) ? { ...refusal, reason: "too large" } : refusal),
    })
  }
