/**
 * Where an answer departs from its operation in the spec: in its status, media type, headers or body. It finds what
 * Prism and `redocly drift` miss. Every target is judged by it: the simulator, a recorded exchange and a live vendor.
 */
import { headerValue } from "../spec/judge.ts"
import { isJson } from "../spec/requirements.ts"
import { answerTo, type Json, type SpecOperation } from "../spec/specs.ts"
import { departuresOf } from "./body.ts"
import type { Departure, Kind } from "./departure.ts"
import { mediaTypeOf, parsed, type Received } from "./exchange.ts"
import { type Contract, type Located, schemaAt } from "./located.ts"
import { maskHeader, maskMediaType } from "./masked.ts"
import { wordsOf } from "./words.ts"

/** How far an answer came. */
export type Ended = "whole" | "cut short" | "too long" | "late"

export interface JudgedAnswer {
  /** Departures of status, media type, headers, and of a body that cannot be read. */
  readonly departures: ReadonlyArray<Departure>
  /** Departures of a body's fields. */
  readonly inBody: ReadonlyArray<Departure>
  readonly isDocumented: boolean
  /** It has no body, as documented. */
  readonly isEmpty: boolean
  /** The body, if it could be read. */
  readonly body?: Json
  /** The schema that the body is compared with. Absent where status or media type are not documented. */
  readonly located?: Located
}

export const judgeAnswer = (
  contract: Contract,
  operation: SpecOperation,
  { status, headers, body: text }: Received,
  ended: Ended = "whole",
): JudgedAnswer => {
  const { spec, judge } = contract
  const words = wordsOf(spec)
  const documented = answerTo(operation, status)
  const at = ["paths", operation.path, operation.method, "responses", ...(documented ? [documented.status] : [])]
  const departures: Array<Departure> = []
  const depart = (kind: Kind, expected: string, seen: string, ...inside: ReadonlyArray<string>) =>
    departures.push({ kind, expected, seen, place: spec.place([...at, ...inside]) })
  const judged = (rest: Partial<JudgedAnswer> = {}) => ({
    departures,
    inBody: [],
    isDocumented: documented !== undefined,
    isEmpty: documented?.contents.length === 0 && text === "" && ended === "whole",
    ...rest,
  })
  const statuses = `one of ${operation.answers.map((answer) => answer.status).join(", ")}`
  if (documented === undefined && status >= 300 && status < 400) {
    depart("redirect", statuses, `${status} to ${targetOf(headers.get("location"))}; not followed`)
    return judged()
  }

  const mediaType = mediaTypeOf(headers)
  const shown = mediaType && maskMediaType(words, mediaType)
  const { contents = [], headers: ownHeaders = [] } = documented ?? {}
  const types = contents.map((some) => some.mediaType).join(" or ") || "no body"
  const content = contents.find((some) => isMedia(some.mediaType, mediaType)) ?? (mediaType ? undefined : contents[0])
  const isPage = /html/.test(mediaType) || /^\s*<(!doctype|html|head|body|h1|title)\b/i.test(text)
  // Some servers call their page JSON.
  const typed = isPage && content && isJson(content.mediaType) ? undefined : content
  if (documented === undefined) depart("undocumented status", statuses, `${status} ${shown}`.trim())
  if (isPage && typed === undefined) {
    depart("HTML", documented ? types : "an answer of the API", `${shown || "no content type"}, a page`)
  } else if (
    documented !== undefined &&
    content === undefined &&
    (text !== "" || (mediaType !== "" && contents.length > 0))
  ) {
    // Servers name a type of what is empty, too.
    depart("undocumented content type", types, shown, "content")
  } else if (mediaType === "" && contents.length > 0) {
    depart("missing header", `content-type: ${types}`, "no such header", "content")
  }
  for (const { name, key, required, schema } of ownHeaders) {
    const value = headers.get(name)
    if (value === null && required) depart("missing header", name, "no such header", "headers", key)
    const [error] = value === null ? [] : judge(schema, headerValue(value, schema)).errors
    if (value === null || error === undefined) continue
    const expected = `${name}: ${error.keyword} ${JSON.stringify(schema[error.keyword])}`
    depart("wrong header", expected, maskHeader(words, value, schema), "headers", key)
  }

  const bytes = `${Buffer.byteLength(text)} bytes`
  if (ended !== "whole") {
    if (ended === "too long") depart("too long", "an answer of at most a mebibyte", `${bytes} and more`)
    else depart("truncated", "a whole body", `${bytes}, then the end`)
    return judged()
  }
  const body = typed !== undefined && !isJson(typed.mediaType) ? text : parsed(text)
  if (typed === undefined) return judged(body === undefined ? {} : { body })
  if (body === undefined) {
    if (isCut(text)) depart("truncated", "a whole JSON body", `JSON that ends after ${bytes}`)
    else depart("not JSON", typed.mediaType, text === "" ? "no body" : "text that is not JSON")
    return judged()
  }
  const located = schemaAt(spec, typed.schema, [...at, "content", typed.mediaType, "schema"])
  return judged({ body, located, inBody: departuresOf(contract, located, body) })
}

const isMedia = (documented: string, mediaType: string) =>
  [mediaType, "*/*", `${mediaType.split("/")[0]}/*`].includes(documented.toLowerCase())

/** Whether a text begins like JSON and ends inside it. */
const isCut = (text: string): boolean => {
  if (!/^\s*[{[]/.test(text)) return false
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, "")
  const count = (bracket: RegExp) => bare.match(bracket)?.length ?? 0
  return bare.includes('"') || count(/[{[]/g) > count(/[}\]]/g)
}

/** The target of a redirect, whose host and path may hold anything. */
const targetOf = (location: string | null): string => {
  if (location === null) return "nowhere"
  return URL.canParse(location) ? "another address" : "a path of its own"
}
