/** What an answer comes to for the request of a case: whether it departs, and whether the provider granted it. */
import { judgeAnswer } from "../../contracts/evidence/answer.ts"
import { departuresOf, typeOf } from "../../contracts/evidence/body.ts"
import type { Departure, Kind } from "../../contracts/evidence/departure.ts"
import {
  alternativesOf,
  type Contract,
  closest,
  isSame,
  type Located,
  schemaAt,
} from "../../contracts/evidence/located.ts"
import { mask } from "../../contracts/evidence/masked.ts"
import { isJson } from "../../contracts/spec/requirements.ts"
import { isObject, type Json, type SpecOperation } from "../../contracts/spec/specs.ts"
import type { Case } from "./cases.ts"
import type { Seen } from "./post.ts"

export interface Judged {
  readonly departures: ReadonlyArray<Departure>
  /** Whether the provider granted the request, if known. */
  readonly isGranted?: boolean | undefined
  /** The body, if it could be read. */
  readonly body?: Json
  /** The schema of the body. An answer that has one is of this API: whole, readable and documented. */
  readonly located?: Located
}

/** With these nobody knows what became of the request. */
const untold: ReadonlyArray<Kind> = ["redirect", "truncated", "too long", "not JSON"]

/** An answer that takes longer than `slow` milliseconds departs. */
export const judgeOutcome = (
  contract: Contract,
  { operation, group }: Pick<Case, "operation" | "group">,
  { answer, ended, trouble, milliseconds }: Seen,
  slow: number,
): Judged => {
  const { spec } = contract
  const departed = (kind: Kind, expected: string, seen: string, ...status: ReadonlyArray<string>): Departure => {
    const place = spec.place(["paths", operation.path, operation.method, "responses", ...status])
    return { kind, expected, seen, place }
  }
  const took = `${(milliseconds / 1000).toFixed(1)} s`
  const late =
    milliseconds > slow || ended === "late"
      ? [
          departed(
            "slow",
            `an answer within ${slow / 1000} s`,
            ended === "late" ? `no whole answer after ${took}` : took,
          ),
        ]
      : []
  if (answer === undefined) {
    const none = departed("no answer", "an answer", `the connection failed: ${trouble ?? "closed"}`)
    return { departures: ended === "late" ? late : [...late, none] }
  }
  const { departures, inBody, isDocumented, ...read } = judgeAnswer(contract, operation, answer, ended)
  const { body, located } = read
  const { status } = answer
  const isFine = status < 300
  // A page or a body of an undocumented media type shows no outcome, unless its status does.
  const isTelling =
    !departures.some(({ kind }) => untold.includes(kind)) &&
    (located !== undefined || (!isDocumented && body !== undefined) || !isFine)
  const isFailure =
    isFine && located !== undefined && body !== undefined && isRefusal(contract, operation, located, body)
  const isGranted = isTelling ? isFine && !isFailure : undefined
  const shown = body === undefined ? typeOf(body) : JSON.stringify(mask(spec, located ? [located.schema] : [], body))
  const outcome: Array<Departure> = []
  let fields = inBody
  if (group === "redemption" && isGranted === false) {
    outcome.push(departed("error for a success", "the grant is redeemed", `${status} ${shown}`))
  } else if (group !== "redemption" && isGranted === true) {
    const expected = `the ${group === "malformed" ? "malformed request" : "fake grant"} is refused`
    outcome.push(departed("200 for an error", expected, `${status} ${shown}`, String(status)))
    // The body of a refusal under another status departs only in its status.
    if (body !== undefined && isRefusalElsewhere(contract, operation, body)) fields = []
  }
  return { departures: [...late, ...departures, ...outcome, ...fields], isGranted, ...read }
}

/** The schemas of an operation's documented errors. */
const errorsOf = ({ spec }: Contract, { path, method, answers }: SpecOperation): ReadonlyArray<Located> =>
  answers.flatMap(({ status, contents }) =>
    contents
      .filter(({ mediaType }) => !/^[123]/.test(status) && isJson(mediaType))
      .map(({ mediaType, schema }) =>
        schemaAt(spec, schema, ["paths", path, method, "responses", status, "content", mediaType, "schema"]),
      ),
  )

/** Whether a body under a 2xx is a failure, which the spec may document under 200. */
const isRefusal = (contract: Contract, operation: SpecOperation, located: Located, body: Json): boolean => {
  const meant = closest(contract, located, body)
  const failures = errorsOf(contract, operation).flatMap((error) => alternativesOf(contract.spec, error))
  return failures.some((failure) => isSame(failure, meant))
}

/** Whether a body matches a documented error completely. */
const isRefusalElsewhere = (contract: Contract, operation: SpecOperation, body: Json): boolean =>
  isObject(body) && errorsOf(contract, operation).some((error) => departuresOf(contract, error, body).length === 0)
