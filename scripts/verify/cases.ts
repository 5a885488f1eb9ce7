/**
 * The requests to a live provider. Malformed ones are derived from the spec's keywords and checked by Ajv, so no vendor
 * can grant them. They and fake grants contain nothing real. Real values are sent only to allowed operations.
 */

import { deriveCases } from "../../contracts/spec/cases.ts"
import { isJson } from "../../contracts/spec/requirements.ts"
import { sample } from "../../contracts/spec/sample.ts"
import { keywordWords } from "../../contracts/spec/sentence.ts"
import { isObject, items, type Json, type JsonObject, type SpecOperation } from "../../contracts/spec/specs.ts"
import { type Contract, type Located, propertiesOf, schemaAt } from "./located.ts"
import { makeUp } from "./made-up.ts"

/**
 * - `malformed`: the spec refuses it, and every value is fake
 * - `fake`: well-formed, and every value is fake
 * - `fake grant`: your credentials, with a fake grant
 * - `redemption`: your credentials and your grant, once
 */
export const groups = ["malformed", "fake", "fake grant", "redemption"] as const
export type Group = (typeof groups)[number]

/** Values of earlier answers in this run, by field name. */
export type Earlier = ReadonlyMap<string, string>

export interface Case {
  readonly operation: SpecOperation
  readonly group: Group
  readonly name: string
  readonly contentType: string
  /** The body to send, if any; or the field that no earlier answer had. */
  readonly body: (earlier: Earlier) => string | undefined | { readonly missing: string }
  /** The schema of its body. */
  readonly located: Located
}

/** One field of a request, as a person who fills it in sees it. */
export interface Field {
  readonly name: string
  readonly isRequired: boolean
  /** A success spends it or may spend it. */
  readonly isOneTime: boolean
}

/** An operation with a JSON body. Others are not verified; no spec has one yet. */
export interface Verifiable {
  readonly operation: SpecOperation
  readonly mediaType: string
  readonly located: Located
  readonly example: Json
  readonly fields: ReadonlyArray<Field>
}

/** The operations of a spec that can be verified. */
export const verifiableOf = (contract: Contract): ReadonlyArray<Verifiable> =>
  contract.spec.operations.flatMap((operation) => readOperation(contract, operation) ?? [])

const readOperation = (contract: Contract, operation: SpecOperation): Verifiable | undefined => {
  const content = operation.body?.contents.find(({ mediaType }) => isJson(mediaType))
  if (content === undefined) return undefined
  const { mediaType, schema, examples } = content
  const path = ["paths", operation.path, operation.method, "requestBody", "content", mediaType, "schema"]
  const located = schemaAt(contract.spec, schema, path)
  const example = examples[0]?.value ?? sample(contract.spec, schema)
  const required = items(located.schema.required).map(String)
  const fields = [...propertiesOf(contract, located, example)].map(([name, field]) => ({
    name,
    isRequired: required.includes(name),
    isOneTime: field.schema["x-one-time"] !== undefined,
  }))
  return { operation, mediaType, located, example: fakeExample(contract, located, example), fields }
}

/** A request like the spec's example with every text replaced by a fake one, unless the schema then refuses it. */
const fakeExample = (contract: Contract, { schema }: Located, example: Json): Json => {
  if (!isObject(example)) return example
  const { judge } = contract
  const made = makeUp(contract)
  return Object.fromEntries(
    Object.entries(example).map(([name, value]) => {
      const changed = typeof value === "string" ? made.text(value) : value
      return [name, judge(schema, { ...example, [name]: changed }).valid ? changed : value]
    }),
  )
}

/** An operation that may be redeemed for real, and the real values of its fields. */
export interface Allowed {
  readonly verifiable: Verifiable
  readonly values: ReadonlyMap<string, string>
}

/** All requests, the most harmless first. */
export const casesOf = (
  contract: Contract,
  operations: ReadonlyArray<Verifiable>,
  allowed: ReadonlyArray<Allowed>,
): ReadonlyArray<Case> => {
  const all = [
    ...operations.flatMap((one) => malformed(contract, one)),
    ...operations.map(fakeCase),
    ...allowed.flatMap(allowedCases),
  ]
  return groups.flatMap((group) => all.filter((one) => one.group === group))
}

/** Requests that no vendor could grant. */
const malformed = (contract: Contract, verifiable: Verifiable): ReadonlyArray<Case> => {
  const { operation, mediaType, located, example } = verifiable
  const { spec, judge } = contract
  const wrong = deriveCases(spec, located.schema, example).flatMap((keyword) => {
    const [first] = keyword.violated
      .map((body) => ({ body, count: judge(located.schema, body).errors.length }))
      .filter(({ count }) => count > 0)
      .sort((one, other) => one.count - other.count)
    const name = [...(keyword.at.length === 0 ? ["body"] : keyword.at), keywordWords(keyword)].join(" ")
    return first === undefined ? [] : [{ name, body: JSON.stringify(first.body), contentType: mediaType }]
  })
  const whole = JSON.stringify(example)
  const unreadable = operation.body?.required
    ? [
        { name: "body missing", body: undefined, contentType: mediaType },
        { name: "body null", body: "null", contentType: mediaType },
        { name: "body cut short", body: whole.slice(0, -1), contentType: mediaType },
        { name: "media type text/plain", body: whole, contentType: "text/plain" },
      ]
    : []
  return [...wrong, ...unreadable].map(({ body, ...one }) => ({
    ...one,
    operation,
    located,
    group: "malformed",
    body: () => body,
  }))
}

/** A well-formed request without a real value. */
const fakeCase = ({ operation, mediaType, located, example }: Verifiable): Case => ({
  operation,
  located,
  group: "fake",
  name: "every value fake",
  contentType: mediaType,
  body: () => JSON.stringify(example),
})

/** The real requests to an allowed operation. A field without a real value comes from an earlier answer. */
const allowedCases = ({ verifiable, values }: Allowed): ReadonlyArray<Case> => {
  const { operation, mediaType, located, example, fields } = verifiable
  const given = fields.filter(({ name, isRequired }) => isRequired || values.has(name))
  const hasBoth = given.some(({ isOneTime }) => isOneTime) && given.some(({ isOneTime }) => !isOneTime)
  const fakeGrant: JsonObject = Object.fromEntries(
    given.map(({ name, isOneTime }) => [
      name,
      isOneTime ? ((isObject(example) ? example[name] : undefined) ?? "") : (values.get(name) ?? ""),
    ]),
  )
  const common = { operation, located, contentType: mediaType }
  return [
    ...(hasBoth
      ? [
          {
            ...common,
            group: "fake grant" as const,
            name: "your credentials, a fake grant",
            body: () => JSON.stringify(fakeGrant),
          },
        ]
      : []),
    {
      ...common,
      group: "redemption",
      name: "your grant",
      body: (earlier) => {
        const missing = given.find(({ name }) => !values.has(name) && !earlier.has(name))
        if (missing !== undefined) return { missing: missing.name }
        return JSON.stringify(
          Object.fromEntries(given.map(({ name }) => [name, values.get(name) ?? earlier.get(name)])),
        )
      },
    },
  ]
}
