/**
 * The requests to a live provider. Malformed ones are derived from the spec's keywords, as the suite's are, and checked by
 * Ajv, so no vendor can grant them. They and fake grants contain nothing real. Real values go to allowed operations only.
 */
import { type Contract, type Located, propertiesOf, schemaAt } from "../../contracts/evidence/located.ts"
import { deriveCases } from "../../contracts/spec/cases.ts"
import { isJson } from "../../contracts/spec/requirements.ts"
import { sample } from "../../contracts/spec/sample.ts"
import { keywordWords } from "../../contracts/spec/sentence.ts"
import { isObject, items, type Json, type SpecOperation } from "../../contracts/spec/specs.ts"
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
  /** The body to send, empty for none; or the field that no earlier answer had. */
  readonly body: (earlier: Earlier) => string | { readonly missing: string }
  /** The schema of its body. */
  readonly located: Located
}

/** One field of a request, as a person who fills it in sees it. */
export interface Field {
  readonly name: string
  readonly isRequired: boolean
  /** A success spends it or may spend it. */
  readonly isOneTime: boolean
  readonly isSecret: boolean
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
  contract.spec.operations.flatMap((operation) => {
    const content = operation.body?.contents.find(({ mediaType }) => isJson(mediaType))
    if (content === undefined) return []
    const { mediaType, schema, examples } = content
    const path = ["paths", operation.path, operation.method, "requestBody", "content", mediaType, "schema"]
    const located = schemaAt(contract.spec, schema, path)
    const example = examples[0]?.value ?? sample(contract.spec, schema)
    const required = items(located.schema.required).map(String)
    const fields = [...propertiesOf(contract, located, example)].map(([name, field]) => ({
      name,
      isRequired: required.includes(name),
      isOneTime: field.schema["x-one-time"] !== undefined,
      isSecret: field.schema.format === "password",
    }))
    return [{ operation, mediaType, located, example: fakeExample(contract, located, example), fields }]
  })

/** A request like the spec's example with every text replaced by a fake one, unless the schema then refuses it. */
const fakeExample = (contract: Contract, { schema }: Located, example: Json): Json => {
  if (!isObject(example)) return example
  const made = makeUp(contract)
  return Object.fromEntries(
    Object.entries(example).map(([name, value]) => {
      const changed = typeof value === "string" ? made.text(value) : value
      return [name, contract.judge(schema, { ...example, [name]: changed }).valid ? changed : value]
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
  const all = [...operations.flatMap((one) => fakeCases(contract, one)), ...allowed.flatMap(realCases)]
  return groups.flatMap((group) => all.filter((one) => one.group === group))
}

/** Requests without a real value: those that no vendor could grant, and a well-formed one. */
const fakeCases = (contract: Contract, verifiable: Verifiable): ReadonlyArray<Case> => {
  const { operation, mediaType, located, example } = verifiable
  const { spec, judge } = contract
  const whole = JSON.stringify(example)
  const made = (name: string, body: string, rest: Partial<Case> = {}): Case => ({
    operation,
    located,
    group: "malformed",
    name,
    contentType: mediaType,
    body: () => body,
    ...rest,
  })
  const wrong = deriveCases(spec, located.schema, example).flatMap((keyword) => {
    const [first] = keyword.violated
      .map((body) => ({ body, count: judge(located.schema, body).errors.length }))
      .filter(({ count }) => count > 0)
      .sort((one, other) => one.count - other.count)
    const name = [...(keyword.at.length === 0 ? ["body"] : keyword.at), keywordWords(keyword)].join(" ")
    return first === undefined ? [] : [made(name, JSON.stringify(first.body))]
  })
  const unreadable = [
    made("body missing", ""),
    made("body null", "null"),
    made("body cut short", whole.slice(0, -1)),
    made("media type text/plain", whole, { contentType: "text/plain" }),
  ]
  return [...wrong, ...(operation.body?.required ? unreadable : []), made("every value fake", whole, { group: "fake" })]
}

/** Requests to an allowed operation: with a fake grant, if it has both credentials and a grant, then with the user's. */
const realCases = ({ verifiable, values }: Allowed): ReadonlyArray<Case> => {
  const { operation, mediaType, located, example, fields } = verifiable
  const given = fields.filter(({ name, isRequired }) => isRequired || values.has(name))
  const real = (name: string, group: Group, body: Case["body"]): Case => ({
    operation,
    located,
    group,
    name,
    contentType: mediaType,
    body,
  })
  const fakeGrant = Object.fromEntries(
    given.map(({ name, isOneTime }) => [
      name,
      isOneTime ? (isObject(example) ? example[name] : undefined) : values.get(name),
    ]),
  )
  const hasBoth = [true, false].every((isOneTime) => given.some((field) => field.isOneTime === isOneTime))
  return [
    ...(hasBoth ? [real("your credentials, a fake grant", "fake grant", () => JSON.stringify(fakeGrant))] : []),
    real("your grant", "redemption", (earlier) => {
      const missing = given.find(({ name }) => !values.has(name) && !earlier.has(name))
      if (missing !== undefined) return { missing: missing.name }
      return JSON.stringify(Object.fromEntries(given.map(({ name }) => [name, values.get(name) ?? earlier.get(name)])))
    }),
  ]
}
