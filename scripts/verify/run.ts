/**
 * One run: sends every case once, in turn, and judges its answer by the suite's check and by Prism. It is no project of
 * Playwright, which starts a new process after each failed test: tokens and what was presented would be forgotten, and
 * a hook before the tests would present a grant again.
 */
import type { Departure } from "../../contracts/evidence/departure.ts"
import type { Exchange } from "../../contracts/evidence/exchange.ts"
import type { Contract } from "../../contracts/evidence/located.ts"
import { type MaskedExchange, maskExchange, maskName } from "../../contracts/evidence/masked.ts"
import { wordsOf } from "../../contracts/evidence/words.ts"
import { isObject } from "../../contracts/spec/specs.ts"
import type { WireRequest } from "../../contracts/spec/wire.ts"
import { type Case, type Earlier, secretNames } from "./cases.ts"
import { type Judged, judgeOutcome } from "./outcome.ts"
import { post, type Seen } from "./post.ts"
import type { Witness } from "./witness.ts"

/** The result of one case. Only `raw` may contain secrets. */
export interface Result extends Pick<Case, "group" | "name"> {
  readonly operationId: string
  readonly departures: ReadonlyArray<Departure>
  /** Why it was not sent, if it was not. */
  readonly unsent?: string
  readonly milliseconds: number
  readonly exchange?: MaskedExchange
  /** The raw exchange, never to be shown. */
  readonly raw?: {
    readonly one: Case
    readonly wire: WireRequest
    readonly request: Exchange["request"]
    readonly seen: Seen
    readonly judged: Judged
  }
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
    const { group, name, operation } = one
    const { operationId } = operation
    run.show(`${operationId}: ${group} …`)
    const next = nextOf(one, earlier, presented, results)
    if ("unsent" in next) {
      results.push({ operationId, group, name, departures: [], ...next, milliseconds: 0 })
      continue
    }
    if (group === "redemption") presented.add(keyOf(one, next.wire))
    const result = await send(run, one, next.wire)
    results.push(result)
    for (const [field, value] of grantedBy(run.contract, result)) earlier.set(field, value)
  }
  return results
}

/** Equal for requests that present the same. */
const keyOf = ({ operation }: Case, wire: WireRequest) => JSON.stringify([operation.method, wire])

/** What to send, or why nothing must be sent. */
const nextOf = (
  one: Case,
  earlier: Earlier,
  presented: ReadonlySet<string>,
  results: ReadonlyArray<Result>,
): { readonly wire: WireRequest } | { readonly unsent: string } => {
  const { group, request } = one
  const sent = results.filter(({ unsent }) => unsent === undefined)
  const last = sent.slice(-most)
  if (last.length === most && last.every(({ raw }) => raw?.seen.answer === undefined)) {
    return { unsent: `the last ${most} had no answer` }
  }
  const isReal = group === "fake grant" || group === "redemption"
  // A server that is not the API must not get credentials.
  if (isReal && !sent.some(({ raw }) => raw?.judged.located)) return { unsent: "no answer so far was one of this API" }
  const wire = request(earlier)
  if ("missing" in wire) return { unsent: `no earlier answer brought \`${wire.missing}\`` }
  return presented.has(keyOf(one, wire)) ? { unsent: "the same grant was presented already" } : { wire }
}

const send = async ({ contract, baseUrl, slow, witness }: Run, one: Case, wire: WireRequest): Promise<Result> => {
  const { operation, group, name } = one
  const { path, headers, body = "" } = wire
  const method = operation.method.toUpperCase()
  const request = { method, url: `${baseUrl}${path}`, headers: new Headers(headers), body }
  const seen = await post(request, slow + (group === "redemption" ? patience.redemption : patience.other))
  const judged = judgeOutcome(contract, one, seen, slow)
  const { answer, milliseconds } = seen
  const { operationId } = operation
  return {
    operationId,
    group,
    name,
    departures:
      judged.departures.length > 0 ? judged.departures : seenByPrismOnly(contract, witness, one, seen, judged),
    milliseconds,
    exchange: maskExchange(contract.spec, operation, { request, ...(answer && { answer }) }),
    raw: { one, wire, request, seen, judged },
  }
}

/** What Prism objects to in an answer in which we found nothing. */
const seenByPrismOnly = (
  { spec }: Contract,
  witness: Witness,
  { operation }: Case,
  { answer }: Seen,
  { body = null }: Judged,
): ReadonlyArray<Departure> => {
  const shown = maskName(wordsOf(spec))
  const violations = answer === undefined ? [] : witness(operation, answer, body)
  return violations.map(({ path = [], code = "" }) => ({
    kind: "seen by Prism only",
    expected: "nothing that Prism objects to",
    seen: `${path.map(shown).join(".")} breaks \`${shown(String(code))}\``,
    place: spec.place(["paths", operation.path, operation.method, "responses"]),
  }))
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
