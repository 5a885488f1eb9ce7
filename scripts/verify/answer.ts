/**
 * Our own check of an answer against its operation in the spec. It finds what Prism and `redocly drift` miss:
 * undocumented statuses, media types, headers and fields, truncated answers, and the wrong outcome for a request.
 */

import { parsed } from "../../contracts/evidence/exchange.ts"
import { documentedAnswer, mask, maskHeader, maskMediaType } from "../../contracts/evidence/masked.ts"
import { wordsOf } from "../../contracts/evidence/words.ts"
import { headerValue } from "../../contracts/spec/judge.ts"
import { isJson } from "../../contracts/spec/requirements.ts"
import { type DocumentedAnswer, isObject, type Json, type SpecOperation } from "../../contracts/spec/specs.ts"
import { departuresOf, typeOf } from "./body.ts"
import type { Case } from "./cases.ts"
import type { Departure, Kind } from "./departure.ts"
import { alternativesOf, type Contract, closest, isSame, type Located, schemaAt } from "./located.ts"
import type { Seen } from "./post.ts"

/** The judgement of an answer. */
export interface Judged {
  readonly departures: ReadonlyArray<Departure>
  /** Whether the provider granted the request, if known. */
  readonly isGranted: boolean | undefined
  /** Whether it is an answer of the API: whole, readable, and with a documented status and media type. */
  readonly isReadable: boolean
  /** The body, if it could be read. */
  readonly body: Json | undefined
  /** The schema that the body is compared with. */
  readonly located: Located | undefined
}

interface Circumstances {
  readonly contract: Contract
  /** A longer answer is slow. In milliseconds. */
  readonly slow: number
}

export const judgeAnswer = (one: Pick<Case, "operation" | "group">, seen: Seen, around: Circumstances): Judged => {
  const { contract, slow } = around
  const { operation } = one
  const { spec } = contract
  const words = wordsOf(spec)
  const responses = ["paths", operation.path, operation.method, "responses"]
  const found: Array<Departure> = []
  const depart = (kind: Kind, expected: string, saw: string, at: ReadonlyArray<string | number> = responses) =>
    found.push({ kind, expected, seen: saw, place: spec.place(at) })
  const judged = (rest: Partial<Judged> = {}): Judged => ({
    departures: found,
    isGranted: undefined,
    isReadable: false,
    body: undefined,
    located: undefined,
    ...rest,
  })

  const took = `${(seen.milliseconds / 1000).toFixed(1)} s`
  if (seen.milliseconds > slow || seen.ended === "late") {
    const saw = seen.ended === "late" ? `no whole answer after ${took}` : took
    depart("slow", `an answer within ${slow / 1000} s`, saw)
  }
  const { status } = seen
  if (status === undefined) {
    if (seen.ended !== "late") depart("no answer", "an answer", `the connection failed: ${seen.trouble ?? "closed"}`)
    return judged()
  }
  const documented = documentedAnswer(operation, status)
  if (documented === undefined && status >= 300 && status < 400) {
    depart("redirect", statusesOf(operation), `${status} to ${targetOf(seen.headers.location)}; not followed`)
    return judged()
  }

  const mediaType = seen.headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? ""
  const shownType = mediaType && maskMediaType(words, mediaType)
  const isPage = /html/.test(mediaType) || /^\s*<(!doctype|html|head|body|h1|title)\b/i.test(seen.text)
  const at = [...responses, documented?.status ?? ""]
  const contents = documented?.contents ?? []
  const content =
    contents.find((some) => isMedia(some.mediaType, mediaType)) ?? (mediaType === "" ? contents[0] : undefined)
  const isJsonContent = content !== undefined && isJson(content.mediaType)
  const isTyped = content !== undefined && !(isPage && isJsonContent)
  const expectedTypes = contents.map((some) => some.mediaType).join(" or ") || "no body"
  if (documented === undefined) depart("undocumented status", statusesOf(operation), `${status} ${shownType}`.trim())
  if (isPage && !isTyped) {
    depart("HTML", documented ? expectedTypes : "an answer of the API", `${shownType || "no content type"}, a page`, at)
  } else if (documented !== undefined && content === undefined && (mediaType !== "" || seen.text !== "")) {
    depart("undocumented content type", expectedTypes, shownType, [...at, "content"])
  } else if (mediaType === "" && contents.length > 0) {
    depart("missing header", `content-type: ${expectedTypes}`, "no such header", [...at, "content"])
  }

  for (const { name, key, required, schema } of documented?.headers ?? []) {
    const value = seen.headers[name]
    const place = [...at, "headers", key]
    if (value === undefined && required) depart("missing header", name, "no such header", place)
    if (value === undefined) continue
    const [error] = contract.judge(schema, headerValue(value, schema)).errors
    if (error === undefined) continue
    depart(
      "wrong header",
      `${name}: ${error.keyword} ${JSON.stringify(schema[error.keyword])}`,
      maskHeader(words, value, schema),
      place,
    )
  }

  if (seen.ended !== "whole") {
    const length = Buffer.byteLength(seen.text)
    if (seen.ended === "too long") depart("too long", "an answer of at most a mebibyte", `${length} bytes and more`, at)
    else depart("truncated", "a whole body", `${length} bytes, then the end`, at)
    return judged()
  }

  const body = isTyped && !isJsonContent ? seen.text : parsed(seen.text)
  if (isTyped && body === undefined) {
    if (isCut(seen.text))
      depart("truncated", "a whole JSON body", `JSON that ends after ${seen.text.length} characters`, at)
    else depart("not JSON", content?.mediaType ?? "", seen.text === "" ? "no body" : "text that is not JSON", at)
    return judged()
  }
  const schemaPath = [...at, "content", content?.mediaType ?? "", "schema"]
  const located = isTyped ? schemaAt(spec, content?.schema, schemaPath) : undefined
  const wrong = located === undefined || body === undefined ? [] : departuresOf(contract, located, body)

  const isFine = status < 300
  const isFailure =
    isFine && located !== undefined && body !== undefined && isDocumentedFailure(around, operation, located, body)
  // A page or a body of an undocumented media type shows no outcome, unless its status does.
  const isTelling = located !== undefined || (documented === undefined && body !== undefined) || !isFine
  const isGranted = isTelling ? isFine && !isFailure : undefined
  const shown = body === undefined ? typeOf(body) : JSON.stringify(mask(spec, located ? [located.schema] : [], body))
  const isRedemption = one.group === "redemption"
  if (isRedemption && isGranted === false) {
    depart("error for a success", "the grant is redeemed", `${status} ${shown}`)
  } else if (!isRedemption && isGranted === true) {
    const expected = one.group === "malformed" ? "the malformed request is refused" : "the fake grant is refused"
    depart("200 for an error", expected, `${status} ${shown}`, at)
    // The body of a refusal under another status departs only in its status.
    if (body !== undefined && isRefusalElsewhere(around, operation, body))
      return judged({ isGranted, isReadable: true, body, located })
  }
  found.push(...wrong)
  return judged({ isGranted, isReadable: located !== undefined, body, located })
}

const statusesOf = ({ answers }: SpecOperation) => `one of ${answers.map(({ status }) => status).join(", ")}`

const isMedia = (documented: string, mediaType: string) =>
  [documented.toLowerCase()].some((one) => one === mediaType || one === "*/*" || one === `${mediaType.split("/")[0]}/*`)

/** Whether a status is an error. */
const isError = ({ status }: DocumentedAnswer) => !/^[123]/.test(status)

/** The schemas of an operation's documented errors. */
const errorsOf = ({ spec }: Contract, operation: SpecOperation): ReadonlyArray<Located> =>
  operation.answers.filter(isError).flatMap(({ status, contents }) =>
    contents
      .filter(({ mediaType }) => isJson(mediaType))
      .map(({ mediaType, schema }) => {
        const responses = ["paths", operation.path, operation.method, "responses"]
        return schemaAt(spec, schema, [...responses, status, "content", mediaType, "schema"])
      }),
  )

/** Whether a body under a 2xx is a failure, which the spec may document under 200. */
const isDocumentedFailure = (
  { contract }: Circumstances,
  operation: SpecOperation,
  located: Located,
  body: Json,
): boolean => {
  const meant = closest(contract, located, body)
  const failures = errorsOf(contract, operation).flatMap((error) => alternativesOf(contract.spec, error))
  return failures.some((failure) => isSame(failure, meant))
}

/** Whether a body matches a documented error completely. */
const isRefusalElsewhere = ({ contract }: Circumstances, operation: SpecOperation, body: Json): boolean =>
  isObject(body) && errorsOf(contract, operation).some((error) => departuresOf(contract, error, body).length === 0)

/** Whether a text begins like JSON and ends inside it. */
const isCut = (text: string): boolean => {
  if (!/^\s*[{[]/.test(text)) return false
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, "")
  const count = (bracket: RegExp) => bare.match(bracket)?.length ?? 0
  return bare.includes('"') || count(/[{[]/g) > count(/[}\]]/g)
}

/** The target of a redirect, whose host and path may hold anything. */
const targetOf = (location: string | undefined): string => {
  if (location === undefined) return "nowhere"
  return URL.canParse(location) ? "another address" : "a path of its own"
}
