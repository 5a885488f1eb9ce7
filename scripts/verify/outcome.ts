/** What an answer comes to for the request of a case: whether it departs, and whether the provider granted it. */
import { judgeAnswer } from "../../contracts/evidence/answer.ts"
import { departuresOf } from "../../contracts/evidence/body.ts"
import type { Departure, Kind } from "../../contracts/evidence/departure.ts"
import { alternativesOf, type Contract, closest, isSame, type Located } from "../../contracts/evidence/located.ts"
import { mask } from "../../contracts/evidence/masked.ts"
import { isObject, type Json } from "../../contracts/spec/specs.ts"
import { type Case, jsonAnswers } from "./cases.ts"
import type { Seen } from "./post.ts"

export interface Judged {
  readonly departures: ReadonlyArray<Departure>
  /** Whether the provider granted the request, if known. */
  readonly isGranted?: boolean | undefined
  /** The body, if it could be read. */
  readonly body?: Json
  /** It has no body, as documented. */
  readonly isEmpty?: boolean
  /** The schema of the body. An answer that has one is of this API: whole, readable and documented. */
  readonly located?: Located
}

/** With these nobody knows what became of the request. */
const untold: ReadonlyArray<Kind> = ["redirect", "truncated", "too long", "not JSON"]

/** An answer that takes longer than `slow` milliseconds departs. */
export const judgeOutcome = (
  contract: Contract,
  { operation, group, isRefusable }: Pick<Case, "operation" | "group" | "isRefusable">,
  { answer, ended, trouble, milliseconds }: Seen,
  slow: number,
): Judged => {
  const { spec } = contract
  const departed = (kind: Kind, expected: string, seen: string, ...status: ReadonlyArray<string>): Departure => {
    const place = spec.place(["paths", operation.path, operation.method, "responses", ...status])
    return { kind, expected, seen, place }
  }
  const took = `${(milliseconds / 1000).toFixed(1)} s`
  const late: Array<Departure> = []
  if (milliseconds > slow || ended === "late") {
    const seen = ended === "late" ? `no whole answer after ${took}` : took
    late.push(departed("slow", `an answer within ${slow / 1000} s`, seen))
  }
  if (answer === undefined) {
    const none = departed("no answer", "an answer", `the connection failed: ${trouble ?? "closed"}`)
    return { departures: ended === "late" ? late : [...late, none] }
  }
  const { departures, inBody, isDocumented, ...read } = judgeAnswer(contract, operation, answer, ended)
  const { body, located, isEmpty } = read
  const isFine = answer.status < 300
  // A page or a body of an undocumented media type shows no outcome, unless its status does.
  const isTelling =
    !departures.some(({ kind }) => untold.includes(kind)) &&
    (located !== undefined || isEmpty || (!isDocumented && body !== undefined) || !isFine)
  const errors = jsonAnswers(contract, operation).flatMap(({ status, located }) =>
    /^[123]/.test(status) ? [] : [located],
  )
  const isFailure = isFine && located !== undefined && isRefusal(contract, errors, located, body)
  const isGranted = isTelling ? isFine && !isFailure : undefined
  const nothing = isEmpty ? "no body" : "no body that could be read"
  const shown = body === undefined ? nothing : JSON.stringify(mask(spec, located ? [located.schema] : [], body))
  const came = `${answer.status} ${shown}`
  if (group === "redemption" && isGranted === false) {
    const refused = departed("error for a success", "the grant is redeemed", came)
    return { departures: [...late, ...departures, refused, ...inBody], isGranted, ...read }
  }
  if (isGranted === true && isRefusable) {
    const expected = `the ${group === "malformed" ? "malformed request" : "fake grant"} is refused`
    const granted = departed("200 for an error", expected, came, String(answer.status))
    // The body of a refusal under another status departs only in its status.
    const isRefusalElsewhere =
      isObject(body) && errors.some((error) => departuresOf(contract, error, body).length === 0)
    return { departures: [...late, ...departures, granted, ...(isRefusalElsewhere ? [] : inBody)], isGranted, ...read }
  }
  return { departures: [...late, ...departures, ...inBody], isGranted, ...read }
}

/** Whether a body under a 2xx is a failure, which the spec may document under 200. */
const isRefusal = (
  contract: Contract,
  errors: ReadonlyArray<Located>,
  located: Located,
  body: Json = null,
): boolean => {
  const meant = closest(contract, located, body)
  return errors.flatMap((error) => alternativesOf(contract.spec, error)).some((failure) => isSame(failure, meant))
}
