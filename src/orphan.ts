/**
 * A one-time POST whose callers have given up runs on, since it may have spent the grant. Its outcome goes to a hook.
 */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { Waiting } from "./attempts.ts"
import type { RedemptionError } from "./errors.ts"
import type { Granted, Observer } from "./observer.ts"
import type { Descriptor } from "./operation.ts"
import type { Owner } from "./owner.ts"
import { publicName } from "./refusal.ts"
import type { OnOrphaned, OrphanedOutcome, ResolvedSettings } from "./settings.ts"

/** The fields that an operation declares, and which of them its caller does not give. */
interface Declared {
  readonly descriptor: Descriptor
  readonly credentials: ReadonlyArray<string>
}

/** Where late outcomes of one operation go. */
interface Destination<Tokens> {
  readonly operation: Declared
  readonly settings: Pick<ResolvedSettings<Tokens>, "timeout" | "onOrphaned" | "waitUntil">
  readonly observer: Pick<Observer, "warn">
  readonly owner: Owner
}

/** A redemption that runs on without a caller. */
interface Abandoned<Tokens, Failure> {
  readonly input: unknown
  /** Those who still wait: its outcome is theirs. */
  readonly waiting: Pick<Waiting, "callers">
  /** Of the latest caller that had one. */
  readonly onOrphaned: OnOrphaned<Tokens> | undefined
  /** Ends its POST. */
  readonly abort: () => void
  /** The error if its POST is ended. */
  readonly unfinished: (reason: string) => Failure
}

/**
 * Lets redemptions run on for at most the provider's deadline, and hands their outcomes to the hook. The observer is
 * told when the hook fails, and once when there is none.
 */
export const runningOn = <Tokens>({ operation, settings, observer, owner }: Destination<Tokens>) => {
  const { provider, operationId } = operation.descriptor

  const hand = (
    result: Result.Result<Granted<Tokens>, RedemptionError>,
    input: OrphanedOutcome<Tokens>["input"],
    onOrphaned: OnOrphaned<Tokens> | undefined,
  ) => {
    if (onOrphaned === undefined) {
      const what = Result.isSuccess(result) ? "tokens arrived and are lost" : `${result.failure._tag} arrived`
      return owner.once(observer.warn(`${what} after the caller gave up; set onOrphaned`))
    }
    const about = { provider, operation: operationId, input }
    const orphan: OrphanedOutcome<Tokens> = Result.isSuccess(result)
      ? { ...about, data: result.success.tokens }
      : { ...about, error: result.failure }
    return Effect.catch(
      Effect.tryPromise(async () => onOrphaned(orphan)),
      () => observer.warn("onOrphaned failed"),
    )
  }

  /** Keeps a platform that freezes between requests awake until the fiber has ended. */
  const stayAwake = (fiber: Fiber.Fiber<unknown, unknown>) =>
    Effect.catch(
      Effect.try(() => settings.waitUntil?.(Effect.runPromise(Effect.asVoid(Fiber.await(fiber))))),
      () => observer.warn("waitUntil failed"),
    )

  return <Failure extends RedemptionError>(
    fiber: Fiber.Fiber<Granted<Tokens>, Failure>,
    { input, waiting, onOrphaned, abort, unfinished }: Abandoned<Tokens, Failure>,
  ): Effect.Effect<void> => {
    if (waiting.callers > 0) return stayAwake(fiber)
    // Read now, while the caller's secrets can be opened: it may wipe them before the answer comes.
    const given = redacted(input, operation)
    const outcome = Effect.result(Fiber.join(fiber))
    // A whole answer that never ended still counts.
    const ended = Effect.map(outcome, (result) =>
      Result.mapError(result, (error) => (error._tag === "OutcomeUnknown" ? unfinished("deadline") : error)),
    )
    const late = outcome.pipe(
      Effect.timeoutOrElse({ duration: settings.timeout, orElse: () => Effect.andThen(Effect.sync(abort), ended) }),
      Effect.flatMap((result) => hand(result, given, onOrphaned ?? settings.onOrphaned)),
    )
    return Effect.flatMap(owner.run(late), stayAwake)
  }
}

/**
 * The input's declared fields by their public names, with secrets redacted. A field that can no longer be read is left
 * out: the caller may have wiped it.
 */
const redacted = (input: unknown, { descriptor, credentials }: Declared): OrphanedOutcome<never>["input"] =>
  Object.fromEntries(
    descriptor.fields
      .map((field) => ({ name: publicName(field), isSecret: descriptor.secrets.includes(field) }))
      .filter(({ name }) => !credentials.includes(name))
      .flatMap(({ name, isSecret }) => {
        const text = Result.getOrUndefined(Result.try(() => readable(Reflect.get(Object(input), name), isSecret)))
        return text === undefined ? [] : [[name, text]]
      }),
  )

const readable = (value: unknown, isSecret: boolean): string | Redacted.Redacted<string> | undefined => {
  if (typeof value === "string") return isSecret ? Redacted.make(value) : value
  // Unwrapped and wrapped again: the caller may wipe its own.
  const text: unknown = Redacted.isRedacted(value) ? Redacted.value(value) : undefined
  return typeof text === "string" ? Redacted.make(text) : undefined
}
