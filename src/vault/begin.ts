/** A grant that is to be presented: which operation takes it, and by which text it is known. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { grantReader } from "../encode.ts"
import type { RedemptionError } from "../errors.ts"
import type { AnyProvider } from "../operation.ts"
import { publicName } from "../refusal.ts"
import type { OnOrphaned } from "../settings.ts"
import type { AnyTokenSet } from "../token-set.ts"
import type { Parts } from "./parts.ts"

/** A grant, and the call that presents it. */
export interface Begin<Tokens> {
  readonly provider: string
  readonly operation: string
  /** By which a one-time grant is known. `undefined`: presenting it again does no harm. */
  readonly grant: string | undefined
  readonly redeem: (onOrphaned: OnOrphaned<Tokens>) => Effect.Effect<Tokens, RedemptionError>
  /** Whether the caller's deadline has passed. */
  readonly isOver: Effect.Effect<boolean>
}

/** The fields of an operation's grant, by their public names. */
const fieldsOf = ({ operations }: AnyProvider, name: string): ReadonlyArray<string> => {
  const operation = operations[name]
  return (operation?.descriptor.fields ?? []).map(publicName).filter((field) => !operation?.credentials.includes(field))
}

/** Prepares grants of one provider. */
export const beginning = <Tokens extends AnyTokenSet>({
  rules: { provider, begins },
  operations,
  timeout,
}: Pick<Parts<Tokens>, "rules" | "operations" | "timeout">) => {
  const known = begins.map((name) => ({ name, fields: fieldsOf(provider, name) }))
  const texts = new Map(Object.entries(provider.operations).map(([name, operation]) => [name, grantReader(operation)]))

  return (input: object, options: { readonly timeout?: number; readonly signal: AbortSignal }) =>
    Effect.map(Clock.monotonicTimeNanos, (start): Begin<Tokens> => {
      // A grant of no known shape is malformed for the first operation.
      const operation =
        (known.find(({ fields }) => fields.some((field) => field in Object(input))) ?? known[0])?.name ?? ""
      const text = texts.get(operation)?.(input as never) // The operation's own schema judges the input.
      const until = options.timeout ?? timeout
      const passed = Effect.map(Clock.monotonicTimeNanos, (now) => Number(now - start) / 1e6)
      return {
        provider: provider.name,
        operation,
        grant: text && `${provider.name}\n${operation}\n${text}`,
        redeem: (onOrphaned) => {
          const redeem = operations[operation]
          if (redeem === undefined) return Effect.never
          return Effect.flatMap(passed, (milliseconds) =>
            redeem(input as never, { timeout: until - milliseconds, signal: options.signal, onOrphaned }),
          )
        },
        isOver: Effect.map(passed, (milliseconds) => milliseconds >= until || options.signal.aborted),
      }
    })
}
