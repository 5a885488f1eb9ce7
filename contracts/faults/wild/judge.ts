/** What must hold for a redemption with any answer. */
import { isDeepStrictEqual } from "node:util"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { type RedemptionError, redemptionErrors } from "../../../src/errors.ts"
import { type AnyTokenSet, plainText } from "../../../src/token-set.ts"
import { isObject } from "../../spec/specs.ts"
import { errorShapes } from "../error-shapes.ts"
import type { FaultOperation, Kind } from "../operations.ts"
import type { Turn } from "./turns.ts"

/** What is wrong with a token set, if anything: its shape, its origin, or its serialization. */
const faultOfTokens = (
  { provider, descriptor, tokens: schema }: FaultOperation,
  tokens: AnyTokenSet,
  last: Turn | undefined,
): Effect.Effect<string | undefined> => {
  if (last?._tag !== "Answer" || !descriptor.success.includes(last.status)) {
    return Effect.succeed("tokens from an answer that is no success")
  }
  // A deletion or a revocation says that it was done, and nothing else.
  if (descriptor.tokens.length === 0) {
    return Effect.succeed(isDeepStrictEqual({ ...tokens }, { provider }) ? undefined : "a deletion that says more")
  }
  if (!Schema.is(schema)(tokens)) return Effect.succeed("tokens of an unknown shape")
  const { serializeTokens, restoreTokens } = plainText(schema)
  return Effect.sync(() => serializeTokens(tokens)).pipe(
    Effect.flatMap((stored) =>
      Effect.map(Effect.fromResult(restoreTokens(stored)), (restored) =>
        serializeTokens(restored) === stored ? undefined : "tokens that a store changes",
      ),
    ),
    Effect.catchCause((cause) => Effect.succeed(`tokens that cannot be stored: ${Cause.pretty(cause)}`)),
  )
}

const hasShape = Object.fromEntries(Object.entries(errorShapes).map(([tag, shape]) => [tag, Schema.is(shape)]))

const isTwoHundred = (turn: Turn | undefined) => turn?._tag === "Answer" && turn.status >= 200 && turn.status < 300

type Fields = { readonly [name: string]: unknown }

/**
 * What distinguishes an operation's failures from its grants: fields that all failures and no grant have, or with other
 * values.
 */
const marksOf = ({ granted, refusals }: FaultOperation): ReadonlyArray<(body: Fields) => boolean> => {
  const failures = refusals.map(({ body }) => body).filter(isObject)
  const [first = {}, ...others] = failures
  const grants = granted.filter(isObject)
  return Object.entries(first).flatMap(([name, value]) => {
    if (!others.every((failure) => name in failure)) return []
    if (!grants.some((grant) => name in grant)) return [(body: Fields) => name in body]
    const isConstant = others.every((failure) => failure[name] === value)
    return isConstant && grants.every((grant) => grant[name] !== value) ? [(body: Fields) => body[name] === value] : []
  })
}

/** Any JSON, with numbers that are too large for `Schema.Json`. */
const parse = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Record(Schema.String, Schema.Unknown)))

/** Whether a 2xx looks like a failure, for an operation that documents failures under 200. */
const statesFailure = (operation: FaultOperation, turn: Turn | undefined): boolean => {
  if (turn?._tag !== "Answer" || !operation.refusals.some(({ status }) => status === "200")) return false
  const body = Option.getOrUndefined(parse(new TextDecoder().decode(turn.body)))
  return body !== undefined && marksOf(operation).every((holds) => holds(body))
}

const grantsOf: { readonly [K in Kind]: ReadonlyArray<string> } = {
  "one-time": ["unspent", "spent", "unknown"],
  rotating: ["unspent", "spent", "unknown"],
  reusable: ["reusable", "spent"],
}

/** Whether an answer has the tokens of a success, whatever its status. */
const isGranting = (operation: FaultOperation, turn: Turn | undefined): boolean => {
  if (turn?._tag !== "Answer" || operation.descriptor.tokens.length === 0) return false
  const body = Option.getOrUndefined(parse(new TextDecoder().decode(turn.body)))
  return operation.granted.some((grant) => isDeepStrictEqual(grant, body))
}

/** A message is for a line of a log, whatever the answer says. */
const longestMessage = 1_000

const faultOfError = (
  operation: FaultOperation,
  error: RedemptionError,
  last: Turn | undefined,
): string | undefined => {
  const { name, kind } = operation
  const { _tag, grant, message } = error
  if (!(error instanceof redemptionErrors[_tag]) || hasShape[_tag]?.({ ...error }) !== true)
    return `an error that is not a valid ${_tag}`
  if (!grantsOf[kind].includes(grant)) return `a grant of ${kind} that is ${grant}`
  if ("reason" in error && error.reason === "deadline") return "a redemption that hangs"
  if (!message.includes(name) || JSON.stringify(error) === "{}")
    return "an error that names no operation, or has no fields"
  if (isGranting(operation, last) && !("recovered" in error)) return "tokens that are dropped"
  if (message.length > longestMessage) return `a message of ${message.length} characters`
  if (isTwoHundred(last) && grant === "unspent" && !statesFailure(operation, last)) {
    return "an unspent grant after a 2xx"
  }
  return undefined
}

/** Whether a turn lets a one-time grant be presented once more: RateLimited, or ConnectionFailed. */
const leavesTheGrant = (turn: Turn) => turn._tag === "Refused" || (turn._tag === "Answer" && turn.status === 429)

/** What is wrong with a redemption, if anything. */
export const faultOf = (
  operation: FaultOperation,
  exit: Exit.Exit<AnyTokenSet, RedemptionError>,
  met: ReadonlyArray<Turn>,
): Effect.Effect<string | undefined> => {
  const last = met.at(-1)
  if (met.length === 0 || met.length > 3) return Effect.succeed(`${met.length} POSTs`)
  if (operation.kind === "one-time" && !met.slice(0, -1).every(leavesTheGrant)) {
    return Effect.succeed("a one-time grant posted again after it may have been spent")
  }
  if (Exit.isSuccess(exit)) return faultOfTokens(operation, exit.value, last)
  const error = Exit.findErrorOption(exit)
  return Effect.sync(() =>
    Option.isNone(error) ? `a defect: ${Cause.pretty(exit.cause)}` : faultOfError(operation, error.value, last),
  ).pipe(Effect.catchDefect((defect) => Effect.succeed(`an error that cannot be read: ${defect}`)))
}
