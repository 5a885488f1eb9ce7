/** A request as it reached a simulated provider, and its violations of the spec. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"

/** A request as the wire has it. */
export interface WireRequest {
  readonly method: string
  readonly path: string
  /** Without the question mark; empty where there is none. */
  readonly query: string
  readonly headers: Headers
  readonly body: string
}

/** Where the fields of a request go that are not in its body. */
interface Places {
  readonly path: ReadonlyArray<string>
  readonly query: ReadonlyArray<string>
  readonly header: ReadonlyArray<string>
  readonly authorization: ReadonlyArray<string>
  readonly key: ReadonlyArray<string>
}

/** Why a request is malformed: which keyword of the spec, and where in the body. */
export interface Problem {
  /** `required`, `type`, `minLength`, …; `invalid_json`, or 415 for another media type. */
  readonly keyword: string
  /** Empty when it concerns the whole body. */
  readonly at: ReadonlyArray<string>
}

/** How an operation's requests are read and validated. */
export interface RequestContract {
  readonly request: Schema.Top & { readonly DecodingServices: never }
  /** None for a request without a body. */
  readonly mediaType: string | null
  readonly path: string
  readonly places: Places
  /** Fields that are numbers or booleans, written as texts. */
  readonly typed: ReadonlyArray<string>
  /** Whether a field that the spec does not name is refused. */
  readonly isClosed: boolean
}

/** The fields of a request, wherever they stood, and its violations of the spec. */
export interface Reading {
  readonly body: unknown
  readonly problems: ReadonlyArray<Problem>
}

/** Reads requests of one operation. */
export const readerOf = (contract: RequestContract): ((wire: WireRequest) => Reading) => {
  const { request, isClosed } = contract
  const check = Schema.decodeUnknownResult(request)
  const onExcessProperty = isClosed ? "error" : "ignore"
  return (wire) => {
    const body = bodyOf(contract, wire)
    if (typeof body === "string") return { body: undefined, problems: [{ keyword: body, at: [] }] }
    const placed = placedIn(contract, wire)
    const isWhole = Object.keys(placed).length === 0 && body.json !== undefined
    const sent: unknown = isWhole ? body.json : { ...placed, ...Object(body.json) }
    const fields = contract.typed.length === 0 ? sent : { ...Object(sent), ...valuesIn(sent, contract.typed) }
    if (fields === null) return { body: null, problems: [{ keyword: "required", at: [] }] }
    const checked = check(fields, { errors: "all", onExcessProperty, reportInput: true })
    return { body: fields, problems: Result.isFailure(checked) ? problemsOf(checked.failure.issue) : [] }
  }
}

/** The body as JSON, or the keyword that it violates. */
const bodyOf = (
  { mediaType }: RequestContract,
  { headers, body }: WireRequest,
): string | { readonly json: unknown } => {
  if (mediaType === null) return { json: undefined }
  const sentAs = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase()
  if (body !== "" && sentAs !== mediaType) return "415"
  if (body === "") return { json: null }
  if (mediaType === form) return { json: Object.fromEntries(new URLSearchParams(body)) }
  const parsed = Result.try((): unknown => JSON.parse(body))
  return Result.isFailure(parsed) ? "invalid_json" : { json: parsed.success }
}

/** The numbers and booleans among the fields: a form, a query or a header writes them as texts. */
const valuesIn = (sent: unknown, names: ReadonlyArray<string>): object =>
  Object.fromEntries(
    names.flatMap((name) => {
      const text: unknown = Reflect.get(Object(sent), name)
      const value = Result.try((): unknown => JSON.parse(String(text)))
      return text === undefined || Result.isFailure(value) ? [] : [[name, value.success]]
    }),
  )

const form = "application/x-www-form-urlencoded"

/** The fields outside of the body. */
const placedIn = ({ path, places }: RequestContract, wire: WireRequest): { readonly [name: string]: string } => {
  const query = new URLSearchParams(wire.query)
  const parts = wire.path.split("/")
  const entries = [
    ...path.split("/").map((part, index) => [/^\{(.+)\}$/.exec(part)?.[1], parts[index]]),
    ...places.query.map((name) => [name, query.get(name)]),
    ...[...places.header, ...places.key].map((name) => [name, wire.headers.get(name)]),
    ...credentialsIn(places.authorization, wire.headers.get("authorization") ?? ""),
  ]
  return Object.fromEntries(entries.filter((entry) => typeof entry[0] === "string" && typeof entry[1] === "string"))
}

/** A Bearer token, or a client's id and its secret, each encoded as in a form (RFC 6749, 2.3.1). */
const credentialsIn = (names: ReadonlyArray<string>, header: string) => {
  const [, , text] = /^(Basic|Bearer) (.+)$/i.exec(header) ?? []
  if (text === undefined) return []
  if (names.length === 1) return [[names[0], text]]
  const pair = Result.getOrElse(
    Result.try(() => atob(text).split(":")),
    () => [],
  )
  return pair.map((part, index) => [names[index], new URLSearchParams(`=${part}`).get("")])
}

/** Whether a path is one of a template's. */
export const isOf = (template: string, path: string): boolean => {
  const parts = path.split("/")
  const names = template.split("/")
  return parts.length === names.length && names.every((name, index) => name === parts[index] || /^\{.+\}$/.test(name))
}

const problemsOf = (issue: SchemaIssue.Issue): ReadonlyArray<Problem> =>
  format(issue).issues.map(({ message, path = [] }) => ({ keyword: message, at: path.map(String) }))

/** The spec's keyword behind each issue. */
const format = SchemaIssue.makeFormatterStandardSchemaV1({
  leafHook: ({ _tag }) => keywordOf[_tag] ?? "type",
  checkHook: ({ filter, input }) => {
    const { representation } = filter.annotations ?? {}
    const { id = "", payload }: { readonly id?: string; readonly payload?: object } = Object(representation)
    // The checks of numbers name their limit by the keyword.
    const name = id.replace(/^.*\//, "")
    return (Array.isArray(input) ? checksOfLists : checks)[name] ?? Object.keys(payload ?? {})[0] ?? "type"
  },
})

type Keywords = { readonly [check: string]: string }

/** Effect's checks that have another name than the keyword behind them. */
const checks: Keywords = {
  isMinCodePoints: "minLength",
  isMaxCodePoints: "maxLength",
  isPattern: "pattern",
  isMultipleOf: "multipleOf",
}
const checksOfLists: Keywords = { isMinLength: "minItems", isMaxLength: "maxItems", isUnique: "uniqueItems" }

const keywordOf: { readonly [tag: string]: string } = {
  MissingKey: "required",
  UnexpectedKey: "additionalProperties",
}
