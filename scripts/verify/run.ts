/** One run: sends every case once, in turn, and judges its answer by our own check and by Prism. */

import { type MaskedExchange, maskExchange, maskName } from "../../contracts/evidence/masked.ts"
import { wordsOf } from "../../contracts/evidence/words.ts"
import type { Violation } from "../../contracts/prism.ts"
import { isObject, type SpecOperation } from "../../contracts/spec/specs.ts"
import { type Judged, judgeAnswer } from "./answer.ts"
import type { Case } from "./cases.ts"
import type { Departure } from "./departure.ts"
import { type Contract, propertiesOf, schemaAt } from "./located.ts"
import { post, type Seen, type Sent } from "./post.ts"
import type { Witness } from "./witness.ts"

/** The result of one case. Only `raw` may contain secrets. */
export interface Result {
  readonly operationId: string
  readonly group: Case["group"]
  readonly name: string
  readonly departures: ReadonlyArray<Departure>
  /** Why it was not sent, if it was not. */
  readonly unsent?: string
  readonly milliseconds: number
  /** Prism's opinion of the answer. */
  readonly prism: "agrees" | "objects" | "was not asked"
  readonly exchange?: MaskedExchange
  /** The raw exchange: scrub it before recording, never show it. */
  readonly raw?: { readonly one: Case; readonly sent: Sent; readonly seen: Seen; readonly judged: Judged }
}

export interface Run {
  readonly contract: Contract
  readonly baseUrl: string
  readonly cases: ReadonlyArray<Case>
  readonly slow: number
  readonly witness: Witness
  readonly show: (text: string) => void
}

/** How long to wait for a slow answer beyond the limit: longer for a user's tokens. */
const patience = { other: 20_000, redemption: 130_000 }

/** After this many cases in a row without an answer, nothing more is sent. */
const most = 3

export const verify = async (run: Run): Promise<ReadonlyArray<Result>> => {
  const results: Array<Result> = []
  const earlier = new Map<string, string>()
  const presented = new Set<string>()
  for (const one of run.cases) {
    run.show(`${one.operation.operationId}: ${one.group} …`)
    const { operationId } = one.operation
    const body = one.body(earlier)
    const why =
      whyUnsent(one, results) ?? (isObject(body) ? `no earlier answer brought \`${body.missing}\`` : undefined)
    const text = typeof body === "string" ? body : undefined
    if (why !== undefined || (one.group === "redemption" && text !== undefined && presented.has(text))) {
      const unsent = why ?? "the same grant was presented already"
      results.push({ operationId, ...titleOf(one), departures: [], unsent, milliseconds: 0, prism: "was not asked" })
      continue
    }
    if (text !== undefined) presented.add(text)
    const result = await send(run, one, text)
    results.push(result)
    for (const [name, value] of grantedBy(run.contract, result)) earlier.set(name, value)
  }
  return results
}

const titleOf = ({ group, name }: Case) => ({ group, name })

/** Why a case must not be sent: nobody answers, or the server is not the API and must not get credentials. */
const whyUnsent = ({ group }: Case, results: ReadonlyArray<Result>): string | undefined => {
  const sent = results.filter(({ unsent }) => unsent === undefined)
  const last = sent.slice(-most)
  if (last.length === most && last.every(({ exchange }) => exchange?.answer === undefined)) {
    return `the last ${most} had no answer`
  }
  const isReal = group === "fake grant" || group === "redemption"
  if (isReal && !sent.some(({ raw }) => raw?.judged.isReadable)) return "no answer so far was one of this API"
  return undefined
}

const send = async ({ contract, baseUrl, slow, witness }: Run, one: Case, body: string | undefined) => {
  const { operation, contentType } = one
  const url = `${baseUrl.replace(/\/$/, "")}${operation.path}`
  const sent: Sent = { method: operation.method.toUpperCase(), url, contentType, body }
  const wait = slow + (one.group === "redemption" ? patience.redemption : patience.other)
  const { seen, violations } = await witness.through(operation.path, sent, () => post(sent, wait))
  const judged = judgeAnswer(one, seen, { contract, slow })
  const result: Result = {
    operationId: operation.operationId,
    ...titleOf(one),
    departures: [...judged.departures, ...seenByPrismOnly(contract, operation, judged, violations)],
    milliseconds: seen.milliseconds,
    prism: violations === undefined ? "was not asked" : violations.length === 0 ? "agrees" : "objects",
    exchange: maskedExchange(contract, one, sent, seen),
    raw: { one, sent, seen, judged },
  }
  return result
}

/** Prism's violations of an answer in which we found none. */
const seenByPrismOnly = (
  { spec }: Contract,
  { path, method }: SpecOperation,
  { departures }: Judged,
  violations: ReadonlyArray<Violation> = [],
): ReadonlyArray<Departure> => {
  if (departures.length > 0) return []
  const shown = maskName(wordsOf(spec))
  // Its message may quote the answer.
  return violations.map(({ location, code }) => ({
    kind: "seen by Prism only",
    expected: "nothing that Prism objects to",
    seen: `${location.map((part) => shown(String(part))).join(".")} breaks \`${shown(String(code))}\``,
    place: spec.place(["paths", path, method, "responses"]),
  }))
}

const maskedExchange = (
  { spec }: Contract,
  { operation }: Case,
  { method, url, contentType, body = "" }: Sent,
  { status, headers: received, text }: Seen,
): MaskedExchange => {
  // A reason of Prism's comes from a mock only.
  const { "sl-violations": _, ...headers } = received
  const request = { method, url, headers: new Headers({ "content-type": contentType }), body }
  const answer = status === undefined ? {} : { answer: { status, headers: new Headers(headers), body: text } }
  return maskExchange(spec, operation, { request, ...answer })
}

/** The values of a redemption that a later one may present. */
const grantedBy = (contract: Contract, { raw }: Result): ReadonlyArray<readonly [string, string]> => {
  if (raw?.one.group !== "redemption" || raw.judged.isGranted !== true) return []
  const { body } = raw.judged
  const names = secretNames(contract, raw.one.operation)
  return Object.entries(isObject(body) ? body : {}).flatMap(([name, value]) =>
    typeof value === "string" && names.includes(name) ? [[name, value] as const] : [],
  )
}

/** The secrets in an operation's success. */
export const secretNames = (contract: Contract, { path, method, answers }: SpecOperation): ReadonlyArray<string> =>
  answers
    .filter(({ status }) => status.startsWith("2"))
    .flatMap(({ status, contents }) =>
      contents.flatMap(({ mediaType, schema, examples }) => {
        const at = ["paths", path, method, "responses", status, "content", mediaType, "schema"]
        const located = schemaAt(contract.spec, schema, at)
        return examples.flatMap(({ value }) => [...propertiesOf(contract, located, value)])
      }),
    )
    .flatMap(([name, { schema }]) => (schema.format === "password" ? [name] : []))
