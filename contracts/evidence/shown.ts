/**
 * Which cells one exchange proves: by what was really sent and what really came, whatever the test was meant to show.
 */
import { isDeepStrictEqual } from "node:util"
import { violationsOf } from "../prism.ts"
import { operationContract } from "../providers.ts"
import { bodyFaults, cellName, isJson } from "../spec/claims.ts"
import { headerValue, type Judge, type Verdict } from "../spec/judge.ts"
import { isPresent, keywordsOf, wordsOf } from "../spec/keywords.ts"
import type { Content, Header, Json, Operation, Spec } from "../spec/specs.ts"
import { type Exchange, mediaTypeOf, parsed, type Received } from "./exchange.ts"

/** What our client made of an answer, as far as a proof asks: the tag of its failure, or tokens. */
export interface Said {
  readonly tag: string | undefined
}

interface Contract {
  readonly spec: Spec
  readonly operation: Operation
  readonly judge: Judge
}

/** The names of the cells that an exchange proves. */
export const provenBy = (contract: Contract, exchange: Exchange, said?: Said): ReadonlyArray<string> => [
  ...requestCells(contract, exchange),
  ...answerCells(contract, exchange, said),
  ...(said === undefined ? [] : [outcomeCell(contract, said)]),
]

const outcomeCell = ({ operation }: Contract, { tag }: Said) =>
  tag === undefined ? cellName.tokens(operation) : cellName.failure(operation, tag)

/** A refusal of the request names it, or says so by its status. Dapi says no under 200, too. */
const isRefused = ({ status, headers }: Received): boolean => status >= 400 || refusals(headers).length > 0

const isAccepted = ({ status, headers }: Received): boolean =>
  status >= 200 && status < 300 && refusals(headers).length === 0

const refusals = (headers: Headers) => violationsOf(headers).filter(({ location }) => location[0] === "request")

const requestCells = ({ spec, operation, judge }: Contract, { request, answer }: Exchange): ReadonlyArray<string> => {
  const { body } = operation
  if (answer === undefined || body === undefined) return []
  const fault = (how: keyof typeof bodyFaults) => (isRefused(answer) ? [cellName.body(operation, bodyFaults[how])] : [])
  if (request.body === "") return fault("missing")
  const content = body.contents.find(({ mediaType }) => mediaType === mediaTypeOf(request.headers))
  if (content === undefined) return fault("mediaType")
  if (!isJson(content.mediaType)) return []
  const sent = parsed(request.body)
  if (sent === undefined) return fault("malformed")
  const verdict = judge(content.schema, sent)
  const keywords = keywordsOf(spec, content.schema)
  if (verdict.valid && isAccepted(answer)) {
    const stated = operationContract(operation)?.requests
    return [
      ...content.examples
        .filter(({ name, value }) => isDeepStrictEqual(value, sent) && (stated?.includes(name) ?? true))
        .map(({ name }) => cellName.request(operation, name)),
      ...keywords
        .filter((keyword) => isPresent(sent, keyword))
        .map(({ at, keyword }) => cellName.keyword(operation, at, keyword, "satisfied")),
    ]
  }
  if (verdict.valid || !isRefused(answer)) return []
  return [
    ...(sent === null ? fault("null") : []),
    ...keywords
      .filter(({ at, keyword }) => violates(verdict, at, keyword))
      .map(({ at, keyword }) => cellName.keyword(operation, at, keyword, "violated")),
  ]
}

/** Whether a verdict names a keyword at a place of the body. */
export const violates = ({ errors }: Verdict, at: ReadonlyArray<string | number>, keyword: string): boolean => {
  const [name, field] = wordsOf(keyword)
  return errors.some(
    (error) =>
      error.keyword === name &&
      error.instancePath === pointer(at) &&
      (field === undefined || error.params.missingProperty === field),
  )
}

const pointer = (at: ReadonlyArray<string | number>) =>
  at.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")

const answerCells = (
  { operation, judge }: Contract,
  { answer }: Exchange,
  said: Said | undefined,
): ReadonlyArray<string> => {
  const documented = operation.answers.find(({ status }) => status === String(answer?.status))
  if (answer === undefined || documented === undefined) return []
  const { status, headers, contents } = documented
  const stated = operationContract(operation)
  const shown = headers.filter((header) => holdsHeader(judge, header, answer))
  const content = contents.find(({ mediaType }) => mediaType === mediaTypeOf(answer.headers))
  const isWhole = headers.every((header) => shown.includes(header) || isLeftOut(header, answer))
  return [
    ...shown
      .filter(({ name }) => {
        const value = stated?.headers?.[status]?.[name]
        return stated === undefined || (value !== undefined && value === answer.headers.get(name))
      })
      .map(({ name }) => cellName.header(operation, status, name)),
    ...(isWhole && content !== undefined ? examplesShown(judge, content, answer) : []).flatMap((name) => [
      cellName.example(operation, status, name),
      ...(said !== undefined && stated !== undefined && stated.answers?.[status]?.[name]?._tag === said.tag
        ? [cellName.outcome(operation, status, name)]
        : []),
    ]),
  ]
}

const holdsHeader = (judge: Judge, { name, schema }: Header, { headers }: Received): boolean => {
  const text = headers.get(name)
  return text !== null && judge(schema, headerValue(text, schema)).valid
}

const isLeftOut = ({ name, required }: Header, { headers }: Received): boolean =>
  !required && headers.get(name) === null

/** The examples that an answer's body is, where it is as its schema says. */
const examplesShown = (
  judge: Judge,
  { mediaType, schema, examples }: Content,
  { body }: Received,
): ReadonlyArray<string> => {
  const value: Json | undefined = mediaType.includes("json") ? parsed(body) : body
  if (value === undefined || !judge(schema, value).valid) return []
  return examples.filter((example) => isDeepStrictEqual(example.value, value)).map(({ name }) => name)
}
