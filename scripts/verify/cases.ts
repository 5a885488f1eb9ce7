/**
 * The requests to a live provider. Malformed ones are derived from the spec's keywords, as the suite's are, and checked by
 * Ajv, so no vendor can grant them. They and fake grants contain nothing real. Real values go to allowed operations only.
 */
import { type Contract, type Located, propertiesOf, schemaAt } from "../../contracts/evidence/located.ts"
import { deriveCases } from "../../contracts/spec/cases.ts"
import { type BodyFault, bodyFaultsOf } from "../../contracts/spec/claim.ts"
import { isViolable } from "../../contracts/spec/keywords.ts"
import { isJson } from "../../contracts/spec/requirements.ts"
import { sample } from "../../contracts/spec/sample.ts"
import { keywordWords } from "../../contracts/spec/sentence.ts"
import { isObject, items, type Json, type SpecOperation } from "../../contracts/spec/specs.ts"
import { asRead, placeOf, type WireRequest, written } from "../../contracts/spec/wire.ts"
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
  /** Whether a provider has to refuse it. */
  readonly isRefusable: boolean
  /** What to send; or the field that no earlier answer had. */
  readonly request: (earlier: Earlier) => WireRequest | { readonly missing: string }
  /** The schema of what is sent, as one flat object. */
  readonly located: Located
}

/** One field of a request, as a person who fills it in sees it. */
export interface Field {
  readonly name: string
  readonly isRequired: boolean
  /** A success spends it or may spend it. */
  readonly isOneTime: boolean
  readonly isSecret: boolean
  /** It stands in a header as it is. */
  readonly isInHeader: boolean
  /** The only value that the spec allows. Nobody is asked for it. */
  readonly constant: Json | undefined
}

/** An operation, and what its request is made of. */
export interface Verifiable {
  readonly operation: SpecOperation
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

/** The operations of a spec. */
export const verifiableOf = (contract: Contract): ReadonlyArray<Verifiable> =>
  contract.spec.operations.map((operation) => {
    const { schema, examples, places } = operation.request
    const located = schemaAt(contract.spec, schema, ["paths", operation.path, operation.method])
    const example = examples[0]?.value ?? sample(contract.spec, schema)
    const required = items(located.schema.required).map(String)
    const fields = [...propertiesOf(contract, located, example)].map(([name, field]) => {
      const place = placeOf(operation, name)
      return {
        name,
        isRequired: required.includes(name),
        isOneTime: field.schema["x-one-time"] !== undefined,
        isSecret: field.schema.format === "password",
        // HTTP Basic encodes both of its parts.
        isInHeader:
          ["header", "key"].includes(place) || (place === "authorization" && places.authorization.length === 1),
        constant: field.schema.const,
      }
    })
    return { operation, located, example: fakeExample(contract, located, example), fields }
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
  const all = [
    ...operations.flatMap((one) => fakeCases(contract, one)),
    ...allowed.flatMap((one) => realCases(contract, one)),
  ]
  return Object.keys(groups).flatMap((group) => all.filter((one) => one.group === group))
}

/** What a header can hold. */
const isHeader = (text: string) => /^[\t\x20-\x7e\x80-\xff]*$/.test(text)

/** Requests without a real value: those that no vendor could grant, and a well-formed one. */
const fakeCases = (contract: Contract, { operation, located, example, fields }: Verifiable): ReadonlyArray<Case> => {
  const whole = written(operation, example)
  const made = (name: string, request: WireRequest): Case => ({
    operation,
    located,
    group: "malformed",
    name,
    isRefusable: true,
    request: () => request,
  })
  const wrong = deriveCases(contract.spec, located.schema, example).flatMap((keyword) => {
    if (!isViolable(operation, keyword)) return []
    const [mildest] = keyword.violated
      .filter((value) => Object.values(written(operation, value).headers).every(isHeader))
      .map((value) => ({
        value,
        count: contract.judge(located.schema, asRead(contract.spec, operation, value)).errors.length,
      }))
      .filter(({ count }) => count > 0)
      .sort((one, other) => one.count - other.count)
    const where = keyword.at.length === 0 ? placeOf(operation, keyword.field) : keyword.at.join(" ")
    return mildest === undefined ? [] : [made(`${where} ${keywordWords(keyword)}`, written(operation, mildest.value))]
  })
  const textPlain = { ...whole, headers: { ...whole.headers, "content-type": "text/plain" } }
  const faults: Readonly<Record<BodyFault, Case>> = {
    missing: made("body missing", { ...whole, body: undefined }),
    null: made("body null", { ...whole, body: "null" }),
    malformed: made("body cut short", { ...whole, body: whole.body?.slice(0, -1) }),
    "media type": made("media type text/plain", textPlain),
  }
  // Where nothing secret is asked for, everybody has access.
  const isRefusable = fields.some(({ isSecret }) => isSecret)
  const fake: Case = { ...made("every value fake", whole), group: "fake", isRefusable }
  return [...wrong, ...bodyFaultsOf(operation).map((fault) => faults[fault]), fake]
}

/** Requests to an allowed operation: with a fake grant, if it has both credentials and a grant, then with the user's. */
const realCases = (contract: Contract, { verifiable, values }: Allowed): ReadonlyArray<Case> => {
  const { operation, located, example, fields } = verifiable
  const given = fields.filter(({ name, isRequired }) => isRequired || values.has(name))
  const isKnown = ({ name, constant }: Field) => constant !== undefined || values.has(name)
  const valueFor = ({ name, constant }: Field) => constant ?? values.get(name)
  const real = { operation, located, isRefusable: false }
  const faked = isObject(example) ? example : {}
  const request = (find: (field: Field) => Json | undefined) =>
    written(
      operation,
      Object.fromEntries(
        given.flatMap((field) => {
          const value = find(field)
          return value === undefined ? [] : [[field.name, value]]
        }),
      ),
    )
  const fakeGrant = request((field) => (field.isOneTime ? faked[field.name] : valueFor(field)))
  const asked = given.filter(({ constant }) => constant === undefined)
  const hasBoth = [true, false].every((isOneTime) => asked.some((field) => field.isOneTime === isOneTime))
  const redemption: Case["request"] = (earlier) => {
    const missing = given.find((field) => !isKnown(field) && !earlier.has(field.name))
    return missing ? { missing: missing.name } : request((field) => valueFor(field) ?? earlier.get(field.name))
  }
  const withFake: Case = {
    ...real,
    group: "fake grant",
    name: "your credentials, a fake grant",
    // The revocation of an unknown token succeeds (RFC 7009, 2.2).
    isRefusable: secretNames(contract, operation).length > 0,
    request: () => fakeGrant,
  }
  return [...(hasBoth ? [withFake] : []), { ...real, group: "redemption", name: "your grant", request: redemption }]
}
