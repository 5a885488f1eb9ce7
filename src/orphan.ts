/**
 * What becomes of a one-time POST whose caller has given up: it runs on, since it may have spent the grant, and its
 * outcome goes to a hook instead of nowhere.
 */
import * as Clock from "effect/Clock"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { RedemptionError } from "./errors.ts"
import type { Descriptor } from "./operation.ts"
import { publicName } from "./refusal.ts"
import type { OnOrphaned, OrphanedOutcome } from "./settings.ts"
import type { TokenSet } from "./token-set.ts"
import type { Exchange, Outcome } from "./transport.ts"

interface Household {
  readonly descriptor: Descriptor
  readonly input: unknown
  readonly settings: { readonly timeout: number; readonly onOrphaned: OnOrphaned | undefined }
  readonly context: Context.Context<never>
}

/**
 * Lets an exchange run on for at most the provider's deadline, and hands its outcome to the hook. A hook that fails is
 * logged, as is an outcome that no hook takes.
 */
export const adopt = (
  exchange: Exchange,
  interpret: (outcome: Outcome, now: number) => Result.Result<TokenSet, RedemptionError>,
  { descriptor, input, settings, context }: Household,
): void => {
  const { provider, operationId } = descriptor
  const timer = setTimeout(exchange.abort, settings.timeout)
  const deliver = Effect.gen(function* () {
    const outcome = yield* Effect.promise(() => exchange.outcome)
    clearTimeout(timer)
    const result = interpret(outcome, yield* Clock.currentTimeMillis)
    const { onOrphaned } = settings
    if (onOrphaned === undefined) {
      const what = Result.isSuccess(result) ? "tokens, now lost" : result.failure._tag
      return yield* Effect.logWarning(
        `${provider}.${operationId}: after its caller gave up came ${what}; set onOrphaned`,
      )
    }
    const about = { provider, operation: operationId, input: redacted(input, descriptor) }
    const orphan = Result.match(result, {
      onFailure: (error): OrphanedOutcome => ({ ...about, error }),
      onSuccess: (data): OrphanedOutcome => ({ ...about, data }),
    })
    yield* Effect.tryPromise(() => Promise.resolve(onOrphaned(orphan))).pipe(
      Effect.catch(() => Effect.logError(`${provider}.${operationId}: onOrphaned failed`)),
    )
  })
  Effect.runForkWith(context)(deliver)
}

/** The caller's input with its secrets redacted, whatever they were. */
const redacted = (input: unknown, { secrets }: Descriptor): OrphanedOutcome["input"] => {
  const secret = secrets.map(publicName)
  return Object.fromEntries(
    Object.entries(input ?? {}).flatMap(
      ([name, value]): ReadonlyArray<[string, string | Redacted.Redacted<string>]> => {
        if (typeof value !== "string")
          return Redacted.isRedacted(value) ? [[name, Redacted.make(String(Redacted.value(value)))]] : []
        return [[name, secret.includes(name) ? Redacted.make(value) : value]]
      },
    ),
  )
}
