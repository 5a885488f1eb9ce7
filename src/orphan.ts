/**
 * A one-time POST whose caller has given up runs on, since it may have spent the grant. Its outcome goes to a hook.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { RedemptionError } from "./errors.ts"
import type { Observer } from "./observer.ts"
import type { Descriptor } from "./operation.ts"
import { publicName } from "./refusal.ts"
import type { OrphanedOutcome, ResolvedSettings } from "./settings.ts"
import type { Outcome, Post } from "./transport.ts"

/** The call that sent the POST, and how to classify its outcome. */
interface Abandoned<Tokens> {
  readonly descriptor: Descriptor
  readonly input: unknown
  readonly settings: Pick<ResolvedSettings<Tokens>, "timeout" | "onOrphaned">
  readonly observer: Pick<Observer, "orphan">
  readonly classify: (outcome: Outcome, receivedAt: number) => Result.Result<Tokens, RedemptionError>
}

/**
 * Lets a POST run on for at most the provider's deadline, and hands its outcome to the hook. The observer is told when
 * the hook fails or when there is none.
 */
export const runOn = <Tokens>(
  post: Post,
  { descriptor, input, settings: { timeout, onOrphaned }, observer, classify }: Abandoned<Tokens>,
): Effect.Effect<void> => {
  const { provider, operationId: operation } = descriptor
  // Read now, while the caller's secrets can be opened: it may wipe them before the answer comes.
  const about = { provider, operation, input: redacted(input, descriptor) }
  const answered = Effect.promise(() => post.outcome)
  const hand = (result: Result.Result<Tokens, RedemptionError>) => {
    if (onOrphaned === undefined) {
      const what = Result.isSuccess(result) ? "tokens arrived and are lost" : `${result.failure._tag} arrived`
      return observer.orphan(`${what} after the caller gave up; set onOrphaned`)
    }
    const orphan: OrphanedOutcome<Tokens> = Result.isSuccess(result)
      ? { ...about, data: result.success }
      : { ...about, error: result.failure }
    return Effect.catch(
      Effect.tryPromise(async () => onOrphaned(orphan)),
      () => observer.orphan("onOrphaned failed"),
    )
  }
  return answered.pipe(
    Effect.timeoutOrElse({
      duration: timeout,
      orElse: () => Effect.andThen(Effect.sync(post.abort), answered),
    }),
    Effect.flatMap((outcome) => Effect.map(Clock.currentTimeMillis, (now) => classify(outcome, now))),
    Effect.flatMap(hand),
  )
}

/** The caller's input with its secrets redacted. A field that can no longer be read is left out. */
const redacted = (input: unknown, { secrets }: Descriptor): OrphanedOutcome<never>["input"] => {
  const secret = secrets.map(publicName)
  const given: object = Object(input)
  return Object.fromEntries(
    Object.keys(given).flatMap((name) => {
      const field = Result.getOrUndefined(Result.try(() => readable(Reflect.get(given, name), secret.includes(name))))
      return field === undefined ? [] : [[name, field]]
    }),
  )
}

const readable = (value: unknown, isSecret: boolean): string | Redacted.Redacted<string> | undefined => {
  if (typeof value === "string") return isSecret ? Redacted.make(value) : value
  // Unwrapped and wrapped again: the caller may wipe its own.
  const text: unknown = Redacted.isRedacted(value) ? Redacted.value(value) : undefined
  return typeof text === "string" ? Redacted.make(text) : undefined
}
