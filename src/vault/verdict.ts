/** The error of a redemption as the vault keeps it, so that the verdict on a grant stays the same. */
import * as Redacted from "effect/Redacted"
import { type RedemptionError, redemptionErrors } from "../errors.ts"
import type { RedemptionTag } from "../policies.ts"

/** An error's tag and fields as JSON, with the texts that it recovered as plain text: a row is sealed. */
export interface Verdict {
  readonly tag: RedemptionTag
  readonly fields: string
}

/** An error as it is kept. */
export const verdictOf = ({ _tag: tag, ...error }: RedemptionError): Verdict => ({
  tag,
  fields: JSON.stringify(error, function (this: object, name, value) {
    // `value` is masked already, since JSON asks it first what to print.
    const own: unknown = Reflect.get(this, name)
    return Redacted.isRedacted(own) ? { secret: Redacted.value(own) } : value
  }),
})

/** The error that was kept. */
export const errorOf = ({ tag, fields }: Verdict): RedemptionError => {
  const restored: unknown = JSON.parse(fields, (name, value) => {
    if (name === "expiredAt") return new Date(value)
    return typeof value?.secret === "string" ? Redacted.make(value.secret, { label: "text" }) : value
  })
  // The row is authenticated: these are the fields of an error with this tag.
  const Made = redemptionErrors[tag] as new (fields: unknown) => RedemptionError
  return new Made(restored)
}
