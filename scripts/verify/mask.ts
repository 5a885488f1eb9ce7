/**
 * What may be shown of a run. Real values are learned as they are used or received; whatever comes from outside is
 * shown only where it repeats none of them.
 */
import { echoes } from "../../src/echo.ts"
import { isObject, type Json } from "../specs.ts"
import { type Contract, closest, type Located, propertiesOf, schemaAt } from "./located.ts"

export const redacted = "<redacted>"

export interface Mask {
  /** From here on no text that repeats `value`, or a piece of it, is shown. */
  readonly learn: (value: string) => void
  /** A text from outside, or that it is redacted. */
  readonly shown: (text: string) => string
}

export const makeMask = (): Mask => {
  const known = new Set<string>()
  return {
    learn: (value) => {
      if (value === "") return
      const encoded = (["base64", "base64url", "hex"] as const).map((how) => Buffer.from(value).toString(how))
      for (const form of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]) known.add(form)
      // The last characters of a short one may be padding.
      for (const form of encoded) if (value.length >= 6) known.add(form)
    },
    shown: (text) => (echoes(text, [...known]) ? redacted : text),
  }
}

const isSecret = ({ schema }: Located) => schema.format === "password"

/** The texts of a body that its schema calls secret. */
export const secretsIn = (contract: Contract, located: Located, value: Json): ReadonlyArray<string> => {
  if (typeof value === "string") return isSecret(closest(contract, located, value)) ? [value] : []
  return within(contract, located, value).flatMap(([, inner, part]) =>
    part === undefined ? [] : secretsIn(contract, part, inner),
  )
}

/** A body as it may be shown: no secret, no field that the schema does not know, no text that repeats a secret. */
export const masked = (contract: Contract, located: Located | undefined, value: Json, { shown }: Mask): Json => {
  const visit = (inner: Json, at: Located | undefined): Json => {
    if (at === undefined) return redacted
    if (typeof inner === "string") return isSecret(closest(contract, at, inner)) ? redacted : shown(inner)
    if (Array.isArray(inner)) return within(contract, at, inner).map(([, item, part]) => visit(item, part))
    if (!isObject(inner)) return inner
    return Object.fromEntries(
      within(contract, at, inner).map(([name, field, part]) => [part ? name : shown(name), visit(field, part)]),
    )
  }
  return visit(value, located)
}

/** What is inside a value, each with its name and, where the schema knows it, its own schema. */
const within = (
  contract: Contract,
  located: Located,
  value: Json,
): ReadonlyArray<readonly [string, Json, Located | undefined]> => {
  const { spec } = contract
  const { schema, at } = closest(contract, located, value)
  if (Array.isArray(value)) {
    return value.map((item, index) => [String(index), item, schemaAt(spec, schema.items, [...at, "items"])])
  }
  if (!isObject(value)) return []
  const named = propertiesOf(contract, located, value)
  const rest = schema.additionalProperties
  const further = isObject(rest) ? schemaAt(spec, rest, [...at, "additionalProperties"]) : undefined
  return Object.entries(value).map(([name, inner]) => [name, inner, named.get(name) ?? further])
}
