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

/** The groups of requests, the most harmless first. */
export const groups = {
  malformed: "that the spec refuses, every value fake",
  fake: "well-formed, every value fake",
  "fake grant": "with your credentials and a fake grant",
  redemption: "with your own grant, each once",
}
export type Group = keyof typeof groups

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

/** The JSON bodies of an operation's documented answers. */
export const jsonAnswers = ({ spec }: Contract, { path, method, answers }: SpecOperation) =>
  answers.flatMap(({ status, contents }) =>
    contents
      .filter(({ mediaType }) => isJson(mediaType))
      .map(({ mediaType, schema, examples }) => {
        const at = ["paths", path, method, "responses", status, "content", mediaType, "schema"]
        return { status, examples, located: schemaAt(spec, schema, at) }
      }),
  )

/** The secrets in an operation's success. */
export const secretNames = (contract: Contract, operation: SpecOperation): ReadonlyArray<string> =>
  jsonAnswers(contract, operation)
    .filter(({ status }) => status.startsWith("2"))
    .flatMap(({ located, examples }) => examples.flatMap(({ value }) => [...propertiesOf(contract, located, value)]))
    .flatMap(([name, { schema }]) => (schema.format === "password" ? [name] : []))

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
  return Object.keys(groups).flatMap((group) => all.filter((one) => one.group === group))
}

/** Requests without a real value: those that no vendor could grant, and a well-formed one. */
const fakeCases = (contract: Contract, verifiable: Verifiable): ReadonlyArray<Case> => {
  const { operation, mediaType, located, example } = verifiable
  const whole = JSON.stringify(example)
  const made = (name: string, body: string, contentType = mediaType): Case => ({
    operation,
    located,
    group: "malformed",
    name,
    contentType,
    body: () => body,
  })
  const wrong = deriveCases(contract.spec, located.schema, example).flatMap((keyword) => {
    const [mildest] = keyword.violated
      .map((body) => ({ body, count: contract.judge(located.schema, body).errors.length }))
      .filter(({ count }) => count > 0)
      .sort((one, other) => one.count - other.count)
    const name = [...(keyword.at.length === 0 ? ["body"] : keyword.at), keywordWords(keyword)].join(" ")
    return mildest === undefined ? [] : [made(name, JSON.stringify(mildest.body))]
  })
  const unreadable = [
    made("body missing", ""),
    made("body null", "null"),
    made("body cut short", whole.slice(0, -1)),
    made("media type text/plain", whole, "text/plain"),
  ]
  const fake: Case = { ...made("every value fake", whole), group: "fake" }
  return [...wrong, ...(operation.body?.required ? unreadable : []), fake]
}

/** Requests to an allowed operation: with a fake grant, if it has both credentials and a grant, then with the user's. */
const realCases = ({ verifiable, values }: Allowed): ReadonlyArray<Case> => {
  const { operation, mediaType, located, example, fields } = verifiable
  const given = fields.filter(({ name, isRequired }) => isRequired || values.has(name))
  const real = { operation, located, contentType: mediaType }
  const body = (find: (field: Field) => Json | undefined) =>
    JSON.stringify(Object.fromEntries(given.map((field) => [field.name, find(field)])))
  const faked = isObject(example) ? example : {}
  const fakeGrant = body(({ name, isOneTime }) => (isOneTime ? faked[name] : values.get(name)))
  const hasBoth = [true, false].every((isOneTime) => given.some((field) => field.isOneTime === isOneTime))
  const redemption: Case["body"] = (earlier) => {
    const missing = given.find(({ name }) => !values.has(name) && !earlier.has(name))
    return missing ? { missing: missing.name } : body(({ name }) => values.get(name) ?? earlier.get(name))
  }
  const withFake: Case = { ...real, group: "fake grant", name: "your credentials, a fake grant", body: () => fakeGrant }
  return [...(hasBoth ? [withFake] : []), { ...real, group: "redemption", name: "your grant", body: redemption }]
}
