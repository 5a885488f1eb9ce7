/** A request as it reached a simulated provider, and its violations of the spec. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"

/** A request as the wire has it. */
export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly headers: Headers
  readonly body: string
}

/** Why a request is malformed: which keyword of the spec, and where in the body. */
export interface Problem {
  /** `required`, `type`, `minLength`, …; `invalid_json`, or 415 for another media type. */
  readonly keyword: string
  /** Empty when it concerns the whole body. */
  readonly at: ReadonlyArray<string>
}

/** How an operation's requests are validated. */
export interface RequestContract {
  readonly request: Schema.Top & { readonly DecodingServices: never }
  readonly mediaType: string
  /** Whether a field that the spec does not name is refused. */
  readonly isClosed: boolean
}

/** The body, if any, and its violations of the spec. */
export interface Reading {
  readonly body: unknown
  readonly problems: ReadonlyArray<Problem>
}

/** Reads requests of one operation. */
export const readerOf = ({ request, mediaType, isClosed }: RequestContract): ((wire: WireRequest) => Reading) => {
  const check = Schema.decodeUnknownResult(request)
  const onExcessProperty = isClosed ? "error" : "ignore"
  return ({ headers, body: text }) => {
    const isRight = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() === mediaType
    if (text !== "" && !isRight) return { body: undefined, problems: [{ keyword: "415", at: [] }] }
    if (text === "" || text === "null") return { body: null, problems: [{ keyword: "required", at: [] }] }
    const parsed = Result.try((): unknown => JSON.parse(text))
    if (Result.isFailure(parsed)) return { body: undefined, problems: [{ keyword: "invalid_json", at: [] }] }
    const body = parsed.success
    const checked = check(body, { errors: "all", onExcessProperty })
    return { body, problems: Result.isFailure(checked) ? problemsOf(checked.failure.issue) : [] }
  }
}

const problemsOf = (issue: SchemaIssue.Issue): ReadonlyArray<Problem> =>
  format(issue).issues.map(({ message, path = [] }) => ({ keyword: message, at: path.map(String) }))

/** The spec's keyword behind each issue. */
const format = SchemaIssue.makeFormatterStandardSchemaV1({
  leafHook: ({ _tag }) => keywordOf[_tag] ?? "type",
  checkHook: ({ filter }) => {
    const { representation } = filter.annotations ?? {}
    const payload = typeof representation === "object" ? Reflect.get(representation, "payload") : undefined
    return Object.keys(payload ?? {})[0]
  },
})

const keywordOf: { readonly [tag: string]: string } = {
  MissingKey: "required",
  UnexpectedKey: "additionalProperties",
}
