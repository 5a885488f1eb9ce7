/**
 * Masks the output of a run. Real values are learned as they are used or received; a text from outside is shown only if
 * it contains none of them.
 */
import { mask, redacted } from "../../contracts/evidence/masked.ts"
import { isObject, type Json, type JsonSchema, type Spec } from "../../contracts/spec/specs.ts"
import { containsPart } from "../../src/secrets.ts"

export interface Mask {
  /** From now on, no text that contains `value` or a piece of it is shown. */
  readonly learn: (value: string) => void
  /** A text from outside, or `<redacted>`. */
  readonly shown: (text: string) => string
}

export const makeMask = (): Mask => {
  const known = new Set<string>()
  return {
    learn: (value) => {
      if (value === "") return
      const encoded = (["base64", "base64url", "hex"] as const).map((how) => Buffer.from(value).toString(how))
      for (const form of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]) known.add(form)
      // The last characters may be padding.
      for (const form of encoded) if (value.length >= 6) known.add(form)
    },
    shown: (text) => (containsPart(text, [...known]) ? redacted : text),
  }
}

/** A body without secrets, unknown texts and texts that contain a real value. */
export const masked = (spec: Spec, schema: JsonSchema | undefined, body: Json, { shown }: Mask): Json => {
  const visit = (value: Json): Json => {
    if (typeof value === "string") return value === redacted ? value : shown(value)
    if (Array.isArray(value)) return value.map(visit)
    if (!isObject(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [shown(name), visit(inner)]))
  }
  return visit(mask(spec, schema === undefined ? [] : [schema], body))
}
