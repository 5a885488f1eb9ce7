/**
 * How an answer becomes a token set or a refusal: the part that all providers share.
 */
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import * as SchemaParser from "effect/SchemaParser"
import type { Answer, Descriptor, Refusal, RefusalTag } from "./operation.ts"

/** The statuses of a spec's answers whose meaning its provider states: 429 and 5xx mean the same at every provider. */
type FailureStatus<Status extends string> = Exclude<Status, `2${string}` | "429" | `5${string}`>

/** What each documented failure status means when the explanation in the body does not say. */
export type StatusTable<Status extends string, Tag extends RefusalTag> = { readonly [S in FailureStatus<Status>]: Tag }

/** Tags that any provider's answer can have, whatever its spec documents. */
export type CommonTag = "RateLimited" | "ProviderUnavailable" | "UnexpectedResponse"

/** The body decoded by `schema`, or nothing. */
export const decode = <S extends Schema.Decoder<unknown>>(schema: S): ((answer: Answer) => S["Type"] | undefined) => {
  const decodeBody = SchemaParser.decodeUnknownResult(schema)
  return ({ body }) => Result.getOrUndefined(decodeBody(body))
}

/** The entry of a provider's table for one of its words, if any. */
export const lookup = <Value>(table: { readonly [key: string]: Value }, key: string | number): Value | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

/**
 * What a spec documents for a status: its own row, that of its range, else the default. 429 and 5xx mean the same at every
 * provider, whatever a range says.
 */
const documentedFor = <Tag>(table: { readonly [status: string]: Tag }, status: number): Tag | undefined => {
  const exact = lookup(table, status)
  if (exact !== undefined || status < 300 || status === 429 || status >= 500) return exact
  return lookup(table, `${Math.trunc(status / 100)}XX`) ?? lookup(table, "default")
}

/** Reads refusals that carry no known code, by the provider's table of documented statuses. */
export const refusalByStatus = <Tag extends RefusalTag>(
  { success }: Pick<Descriptor, "success">,
  documented: { readonly [status: string]: Tag },
) => {
  /** Without a documented body: a status alone may be that of a proxy, so it refuses nothing. */
  const unexplained = ({ status, body }: Answer): Refusal<CommonTag> => {
    if (status === 429) return { tag: "RateLimited" }
    if (status >= 500 && status <= 599) return { tag: "ProviderUnavailable" }
    return { tag: "UnexpectedResponse", reason: reasonBy(status, body) }
  }

  const reasonBy = (status: number, body: unknown): Refusal["reason"] & string => {
    if (status >= 300 && status < 400) return "redirect"
    if (!success.includes(status) && documentedFor(documented, status) === undefined) return "undocumented status"
    return body === undefined ? "not JSON" : "schema mismatch"
  }

  return {
    unexplained,
    /** With an explanation of the documented shape: what its status means. */
    explained: (answer: Answer): Refusal<Tag | CommonTag> => {
      const tag = documentedFor(documented, answer.status)
      return tag === undefined ? unexplained(answer) : { tag }
    },
  }
}

/**
 * The empty rest of an answer after its reader took or named every field. A new field in the spec does not compile
 * until the reader keeps or names it.
 */
export type NothingLeft = { readonly [field: string]: never }

/** Explanations are sentences. An answer may have a mebibyte of them. */
const longestExplanation = 10_000

/** The fields of a request that a provider's explanation names. Nothing else of the explanation is kept. */
export const fieldsNamedIn = (explanation: string, fields: ReadonlyArray<string>): ReadonlyArray<string> => {
  const words = new Set(explanation.slice(0, longestExplanation).match(/[A-Za-z0-9_]+/g))
  return fields.filter((field) => words.has(field))
}
