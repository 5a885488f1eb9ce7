/**
 * One simulated provider: it records a request, validates it against the spec and answers as documented, unless a test
 * asks for a fault, another answer or a rate limit.
 */
import type { Redeem } from "../operation.ts"
import type { Answers, NamedAnswer, SimulatedAnswer } from "./answer.ts"
import type { SimulatedClock } from "./clock.ts"
import { type Fate, type Fault, type FaultAsked, fateOf, faults } from "./fault.ts"
import * as hints from "./hints.ts"
import { mask, maskNames, type Received } from "./journal.ts"
import { makeRateLimit, type RateLimit } from "./rate-limit.ts"
import { isOf, type Problem, type RequestContract, readerOf, type WireRequest } from "./request.ts"

/** The controls of any simulated provider. */
export interface Simulated<Name extends string> {
  /** What it received so far, oldest first, secrets masked. */
  readonly journal: ReadonlyArray<Received>
  /** Breaks the next request. Called again, it breaks the one after, too. `late` takes how late, in milliseconds. */
  readonly failNext: (...fault: FaultAsked) => void
  /** Breaks every request from now on for which `failNext` asked for nothing else. Without a fault, none any more. */
  readonly failEvery: (...fault: FaultAsked | []) => void
  /**
   * Answers the next request with a documented answer, named by status and name in the spec. `changes` departs from the
   * spec. Nothing is spent or issued. Until then, a request of an operation without this answer gets a plain 500, and
   * the journal says so.
   */
  readonly answerNext: (name: Name, changes?: Partial<SimulatedAnswer>) => void
  /** Allows `requests` in any span of `milliseconds`, and answers 429 to further ones. */
  readonly limitRate: (limit: RateLimit) => void
}

/** A simulated provider, as a test and as the wire see it. `Given` are the answers that its own state leads to. */
export interface Simulation<out Provider, out Given extends string = string> {
  readonly provider: Provider
  readonly wire: Wire
  /** For the compiler only: nothing is there at run time. */
  readonly gives?: Given
}

/** Any simulated provider. */
export interface AnySimulated extends Omit<Simulated<never>, "answerNext"> {
  readonly settings: { readonly [credential: string]: string }
  /** For each operation, makes an input that the provider grants. */
  readonly grants: { readonly [operationId: string]: () => object }
}

/** Fresh inputs for a provider's operations. */
export type Grants<Operations> = {
  readonly [Name in keyof Operations]: Operations[Name] extends Redeem<infer Input, infer _Tokens, infer _Failure>
    ? () => Input
    : never
}

/** One operation of a simulated provider, and the answers that its own state leads to, by status and name. */
export interface SimulatedOperation<out Given extends string = string> {
  readonly descriptor: Omit<RequestContract, "isClosed" | "places" | "typed"> & {
    readonly operationId: string
    readonly method: string
    readonly fields: ReadonlyArray<string>
    readonly secrets: ReadonlyArray<string>
  }
  readonly examples: Pick<RequestContract, "isClosed" | "places" | "typed"> & { readonly answers: Answers }
  /** The answer to a well-formed request. */
  readonly grant: (body: { readonly [field: string]: unknown }) => NamedAnswer<Given>
  /** The answer to a malformed one. */
  readonly refuse: (problems: readonly [Problem, ...ReadonlyArray<Problem>]) => NamedAnswer<Given>
  /** The answer beyond the rate limit, if the spec documents one. */
  readonly throttle?: (seconds: number) => NamedAnswer<Given>
}

/** The provider as the wire sees it. */
export interface Wire {
  /** Where the provider is, by its spec. */
  readonly origins: ReadonlyArray<string>
  /** Whether the next request is refused before anything of it is received. */
  readonly refusesNext: () => boolean
  /** Whether an operation is at the path. */
  readonly has: (path: string) => boolean
  /** What becomes of the next request. It is taken when the request is made, not when it has come. */
  readonly takeFate: () => Fate
  /** What is answered, unless the fault leaves nothing. */
  readonly receive: (request: WireRequest, fault: Fault | undefined) => SimulatedAnswer | undefined
}

export const simulate = <Name extends string>(
  { provider, servers }: { readonly provider: string; readonly servers: { readonly [name: string]: string } },
  clock: SimulatedClock,
  operations: ReadonlyArray<SimulatedOperation>,
): Simulation<Simulated<Name>> => {
  const journal: Array<Received> = []
  const asked: Array<FaultAsked> = []
  let lasting: FaultAsked | [] = []
  const forced: Array<{ readonly name: Name; readonly changes: Partial<SimulatedAnswer> }> = []
  const served = operations.map((operation) => ({
    ...operation,
    read: readerOf({ ...operation.descriptor, ...operation.examples }),
  }))
  const rate = makeRateLimit()

  const answerTo = (operation: (typeof served)[number], request: WireRequest, now: Date) => {
    const { descriptor, examples, read, grant, refuse, throttle } = operation
    const { body, problems } = read(request)
    const seen = {
      operation: descriptor.operationId,
      body: mask(body, descriptor),
      problems: maskNames(problems, descriptor),
    }
    const [wanted] = forced
    if (wanted !== undefined) {
      const answer = shown(examples.answers, (name) => name === wanted.name)
      // The forced answer belongs to another operation and stays queued; this answer names the mistake in the test.
      if (answer === undefined) return { ...seen, answer: misplaced(descriptor.operationId, wanted.name) }
      forced.shift()
      return { ...seen, answer: { ...answer, ...wanted.changes, hint: hints.answered(wanted.name) } }
    }
    const wait = rate.wait(now.getTime())
    if (wait !== undefined) {
      const answer = throttle?.(wait.seconds) ?? undocumented(429, { "retry-after": `${wait.seconds}` })
      return { ...seen, answer: { ...answer, hint: wait.hint } }
    }
    const [first, ...others] = problems
    if (first !== undefined) {
      const answer = refuse([first, ...others])
      const hint = hints.malformed(seen.problems, descriptor.mediaType)
      return { ...seen, answer: { ...answer, headers: { ...answer.headers, ...reasons(problems) }, hint } }
    }
    return {
      ...seen,
      answer: preferred(request.headers, examples.answers) ?? grant(Object.fromEntries(Object.entries(body ?? {}))),
    }
  }

  const receive = (request: WireRequest, fault: Fault | undefined): SimulatedAnswer | undefined => {
    const now = clock.now()
    const isAt = ({ descriptor }: (typeof served)[number]) => isOf(descriptor.path, request.path)
    const candidates = served.filter((one) => isAt(one) && one.descriptor.method === request.method)
    // One endpoint may take several grants.
    const operation = candidates.find(({ read }) => read(request).problems.length === 0) ?? candidates[0]
    // An unknown path or method may hold a secret.
    const known = (text: string, isKnown: boolean) => (isKnown ? text : "<unknown>")
    const method = known(request.method, operation !== undefined)
    const at = { provider, at: now, method, path: known(request.path, served.some(isAt)) }
    const broken = fault && { answer: fault, hint: hints.failed(fault) }
    if (broken !== undefined && !faults[broken.answer].isReceived) {
      journal.push({ ...at, body: {}, problems: [], ...broken })
      return instead(broken.answer)
    }
    if (operation === undefined) {
      const answer = undocumented(served.some(isAt) ? 405 : 404)
      const hint = hints.unknownPath(
        provider,
        operations.map(({ descriptor }) => descriptor),
      )
      journal.push({ ...at, body: {}, problems: [], answer: answer.name, hint })
      return answer
    }
    const { answer, ...seen } = answerTo(operation, request, now)
    const hint = answer.hint === undefined ? {} : { hint: answer.hint }
    journal.push({ ...at, ...seen, answer: answer.name, ...hint, ...broken })
    return (fault && instead(fault)) ?? answer
  }

  return {
    provider: {
      journal,
      failNext: (...fault) => void asked.push(fault),
      failEvery: (...fault) => {
        lasting = fault
        if (fault.length === 0) asked.length = 0
      },
      answerNext: (name, changes = {}) => void forced.push({ name, changes }),
      limitRate: rate.limit,
    },
    wire: {
      origins: Object.values(servers),
      has: (path) => served.some(({ descriptor }) => isOf(descriptor.path, path)),
      refusesNext: () => (asked[0] ?? lasting)[0] === "refused",
      takeFate: () => fateOf(asked.shift() ?? lasting),
      receive,
    },
  }
}

const instead = (fault: Fault): SimulatedAnswer | undefined => {
  const breakage = faults[fault]
  return "answer" in breakage ? breakage.answer : undefined
}

/** An answer that no spec documents. */
const undocumented = (status: number, headers: SimulatedAnswer["headers"] = {}): NamedAnswer => ({
  name: String(status),
  status,
  headers: { ...headers, "content-type": "text/plain" },
  body: "",
})

/** The answer to a request whose operation does not have the forced answer. */
const misplaced = (operation: string, wanted: string): NamedAnswer => {
  const name = `${operation} has no answer "${wanted}" in its spec`
  return { ...undocumented(500), name, body: `${name}.`, hint: hints.misplaced(operation, wanted) }
}

/** A header has room for this many reasons. */
const most = 20

/** Why a request was refused, in the header in which Prism says it. */
const reasons = (problems: ReadonlyArray<Problem>): SimulatedAnswer["headers"] => ({
  "sl-violations": JSON.stringify(
    problems.slice(0, most).map(({ keyword, at }) => {
      const field = at.at(-1)
      const place = keyword === "required" ? at.slice(0, -1) : at
      const isWhole = at.length === 0 && ["required", "415", "invalid_json"].includes(keyword)
      return {
        location: isWhole ? ["request"] : ["request", "body", ...place],
        code: keyword === "415" ? 415 : keyword,
        message: field === undefined ? keyword : `${keyword} '${field}'`,
      }
    }),
    // A header is ASCII.
  ).replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`),
})

/** The first documented answer whose name matches, as the spec shows it. */
const shown = (answers: Answers, isMeant: (name: string) => boolean): NamedAnswer | undefined =>
  Object.entries(answers).flatMap(([name, answer]) => (isMeant(name) ? [{ ...answer, name }] : []))[0]

/** The answer that the header `Prefer` names, as Prism takes it: `code=401, example=grant-rejected`. */
const preferred = (headers: Headers, answers: Answers): NamedAnswer | undefined => {
  const words = headers.get("prefer") ?? ""
  const [, code] = /code=(\d+)/.exec(words) ?? []
  const [, example] = /example=([\w-]+)/.exec(words) ?? []
  return shown(answers, (name) => (example === undefined ? name.startsWith(`${code} `) : name === `${code} ${example}`))
}
