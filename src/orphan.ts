/**
 * What becomes of a one-time POST whose caller has given up: it runs on, since it may have spent the grant, and its
 * outcome goes to a hook instead of nowhere.
 */
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { RedemptionError } from "./errors.ts"
import type { Descriptor } from "./operation.ts"
import { publicName } from "./refusal.ts"
import type { OnOrphaned, OrphanedOutcome } from "./settings.ts"
import { afterPlatformTime } from "./timer.ts"
import type { TokenSet } from "./token-set.ts"
import type { Exchange, Outcome } from "./transport.ts"

interface Household {
  readonly interpret: (outcome: Outcome) => Result.Result<TokenSet, RedemptionError>
  readonly input: unknown
  readonly descriptor: Descriptor
  readonly settings: { readonly timeout: number; readonly onOrphaned: OnOrphaned | undefined }
  readonly tell: (what: string) => void
}

/**
 * Lets an exchange run on for at most the provider's deadline, and hands its outcome to the hook. A hook that fails is
 * told of, as is an outcome that no hook takes.
 */
export const adopt = (
  exchange: Exchange,
  { interpret, input, descriptor, settings: { timeout, onOrphaned }, tell }: Household,
): void => {
  const stop = afterPlatformTime(timeout, exchange.abort)
  // Now, while the caller's secrets can be opened: it may wipe them before the answer comes.
  const about = { provider: descriptor.provider, operation: descriptor.operationId, input: redacted(input, descriptor) }
  exchange.outcome
    .then((outcome) => {
      stop()
      const result = interpret(outcome)
      if (onOrphaned !== undefined) {
        return onOrphaned(
          Result.isSuccess(result) ? { ...about, data: result.success } : { ...about, error: result.failure },
        )
      }
      const what = Result.isSuccess(result) ? "tokens, now lost" : result.failure._tag
      tell(`after its caller gave up came ${what}; set onOrphaned`)
    })
    .catch(() => tell("onOrphaned failed"))
}

/** The caller's input with its secrets redacted, whatever they were. What cannot be read any more is left out. */
const redacted = (input: unknown, { secrets }: Descriptor): OrphanedOutcome["input"] => {
  const secret = secrets.map(publicName)
  const given: object = Object(input)
  return Object.fromEntries(
    Object.keys(given).flatMap((name) => {
      const field = Result.getOrUndefined(Result.try(() => kept(Reflect.get(given, name), secret.includes(name))))
      return field === undefined ? [] : [[name, field]]
    }),
  )
}

const kept = (value: unknown, isSecret: boolean): string | Redacted.Redacted<string> | undefined => {
  const text = Redacted.isRedacted(value) ? Redacted.value(value) : value
  if (typeof text !== "string") return undefined
  return isSecret || text !== value ? Redacted.make(text) : text
}
