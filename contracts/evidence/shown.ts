/** Finds the claims that one exchange shows, from the request and answer alone. */
import { isDeepStrictEqual } from "node:util"
import { violationsOf } from "../prism.ts"
import { operationContract, outcomeName, tagOf } from "../providers.ts"
import { type BodyFault, type Claim, claimOf, outcomeClaim, resultClaim } from "../spec/claim.ts"
import { headerValue, type Judge, type Verdict } from "../spec/judge.ts"
import { isPresent, type KeywordName, keywordsOf } from "../spec/keywords.ts"
import { answerTo, type Content, type Header, type Json, noBody, type Spec, type SpecOperation } from "../spec/specs.ts"
import { readBack } from "../spec/wire.ts"
import { type Exchange, mediaTypeOf, parsed, type Received } from "./exchange.ts"

/** The outcome of our client: the tag of its error, or tokens. */
export interface ClientOutcome {
  readonly tag: string | undefined
}

interface Documented {
  readonly spec: Spec
  readonly operation: SpecOperation
  readonly judge: Judge
}

/** The claims that an exchange shows. */
export const shownBy = (documented: Documented, exchange: Exchange, outcome?: ClientOutcome): ReadonlyArray<Claim> => [
  ...requestClaims(documented, exchange),
  ...answerClaims(documented, exchange, outcome),
  ...(outcome === undefined ? [] : [resultClaim(documented.operation, outcome.tag)]),
]

/** An answer refuses the request by its status, or under 200 by naming the violation. */
const isRefused = ({ status, headers }: Received): boolean => status >= 400 || refusals(headers).length > 0

const isAccepted = ({ status, headers }: Received): boolean =>
  status >= 200 && status < 300 && refusals(headers).length === 0

const refusals = (headers: Headers) => violationsOf(headers).filter(({ location }) => location[0] === "request")

const requestClaims = ({ spec, operation, judge }: Documented, { request, answer }: Exchange): ReadonlyArray<Claim> => {
  const { body } = operation
  if (answer === undefined) return []
  const fault = (name: BodyFault): ReadonlyArray<Claim> =>
    isRefused(answer) ? [claimOf(operation, { kind: "body", name })] : []
  const { schema, examples, mediaType } = operation.request
  if (body !== undefined && request.body === "") return fault("missing")
  if (mediaType !== undefined && mediaType !== mediaTypeOf(request.headers)) return fault("media type")
  const sent = readBack(spec, operation, request)
  if (sent === undefined) return fault("malformed")
  const verdict = judge(schema, sent)
  const keywords = keywordsOf(spec, schema)
  const keywordClaim = ({ where: _, ...keyword }: (typeof keywords)[number], how: "satisfied" | "violated") =>
    claimOf(operation, { kind: "keyword", ...keyword, how })
  if (verdict.valid && isAccepted(answer)) {
    const stated = operationContract(operation)?.requests
    return [
      ...examples
        .filter(({ name, value }) => isDeepStrictEqual(value, sent) && (stated?.includes(name) ?? true))
        .map(({ name }): Claim => claimOf(operation, { kind: "request", name })),
      ...keywords.filter((keyword) => isPresent(sent, keyword)).map((keyword) => keywordClaim(keyword, "satisfied")),
    ]
  }
  if (verdict.valid || !isRefused(answer)) return []
  return [
    ...(sent === null ? fault("null") : []),
    ...keywords.filter((keyword) => violates(verdict, keyword)).map((keyword) => keywordClaim(keyword, "violated")),
  ]
}

/** Whether a verdict names a keyword at a place of the body. */
export const violates = ({ errors }: Verdict, { at, keyword, field }: KeywordName): boolean =>
  errors.some(
    (error) =>
      error.keyword === keyword &&
      error.instancePath === pointer(at) &&
      (field === undefined || error.params.missingProperty === field),
  )

const pointer = (at: ReadonlyArray<string | number>) =>
  at.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")

const answerClaims = (
  { operation, judge }: Documented,
  { answer }: Exchange,
  made: ClientOutcome | undefined,
): ReadonlyArray<Claim> => {
  const documented = answer && answerTo(operation, answer.status)
  if (answer === undefined || documented === undefined) return []
  const { status, headers, contents } = documented
  const stated = operationContract(operation)
  const shown = headers.filter((header) => holdsHeader(judge, header, answer))
  const mediaType = mediaTypeOf(answer.headers)
  const content = contents.find((one) => one.mediaType === mediaType)
  const isEmpty = contents.length === 0 && answer.body === ""
  const isWhole = headers.every((header) => shown.includes(header) || isLeftOut(header, answer))
  return [
    ...shown
      .filter(({ name }) => {
        const value = stated?.headers?.[status]?.[name]
        return stated === undefined || (value !== undefined && value === answer.headers.get(name))
      })
      .map(({ name }): Claim => claimOf(operation, { kind: "header", status, name })),
    ...(isWhole
      ? [...(isEmpty ? [noBody] : []), ...(content ? examplesShown(judge, content, answer) : [])]
      : []
    ).flatMap((name): ReadonlyArray<Claim> => {
      const outcome = stated?.answers?.[status]?.[name]
      const isStated = made !== undefined && outcome !== undefined && tagOf(outcome) === made.tag
      return [
        claimOf(operation, { kind: "answer", status, name }),
        ...(isStated ? [outcomeClaim(operation, { status, name, outcome: outcomeName(outcome) })] : []),
      ]
    }),
  ]
}

const holdsHeader = (judge: Judge, { name, schema }: Header, { headers }: Received): boolean => {
  const text = headers.get(name)
  return text !== null && judge(schema, headerValue(text, schema)).valid
}

const isLeftOut = ({ name, required }: Header, { headers }: Received): boolean =>
  !required && headers.get(name) === null

/** The examples that equal the answer's body, if it is valid. */
const examplesShown = (
  judge: Judge,
  { mediaType, schema, examples }: Content,
  { body }: Received,
): ReadonlyArray<string> => {
  const value: Json | undefined = mediaType.includes("json") ? parsed(body) : body
  if (value === undefined || !judge(schema, value).valid) return []
  return examples.filter((example) => isDeepStrictEqual(example.value, value)).map(({ name }) => name)
}
