/** The addresses under `/_simulator/` of each simulated provider, for services and tests in any language. */
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { SimulatedAnswer } from "../../testing/answer.ts"
import { type Fault, faults } from "../../testing/fault.ts"
import type { WireRequest } from "../../testing/request.ts"
import type { AnySimulated } from "../../testing/simulated.ts"
import type { Simulator } from "../../testing.ts"
import { nearest } from "../nearest.ts"
import { type AnyOperation, inputFieldsOf, registry } from "../registry.ts"

/** What a request to an address of the control can use. */
interface Call {
  readonly provider: string
  readonly simulated: AnySimulated
  readonly simulator: Simulator
  readonly query: URLSearchParams
  /** The JSON of its body; an empty object without one. */
  readonly body: { readonly [name: string]: unknown }
}

interface Address {
  readonly does: string
  /** A body to send, as an example. */
  readonly example?: object
  /** The answer, or a sentence that says what is wrong with the call. */
  readonly answer: (call: Call) => object | string
}

/** Every address, by method and path. */
export const addresses: { readonly [address: string]: Address } = {
  "GET /_simulator/": {
    does: "these addresses; answers as soon as the provider listens",
    answer: () => Object.fromEntries(Object.entries(addresses).map(([address, { does }]) => [address, does])),
  },
  "POST /_simulator/grants": {
    does: "a fresh grant, by its names on the wire; ?operation= for another operation than the first",
    answer: ({ provider, simulated, query }) => {
      const operations = registry.get(provider)?.operations ?? {}
      const name = query.get("operation") ?? Object.keys(simulated.grants)[0] ?? ""
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
      const issue = Object.hasOwn(simulated.grants, name) ? simulated.grants[name] : undefined
      if (operation === undefined || issue === undefined)
        return `There is no such operation.${nearest(name, Object.keys(simulated.grants))}`
      return onTheWire(operation, issue())
    },
  },
  "POST /_simulator/clock": {
    does: "lets time pass at all providers, besides what passes by itself",
    example: { milliseconds: 300_000 },
    answer: ({ simulator: { clock }, body: { milliseconds } }) => {
      if (!isCount(milliseconds)) return "Send milliseconds, a number from 0 on."
      clock.advance(milliseconds)
      return { now: clock.now() }
    },
  },
  "GET /_simulator/journal": {
    does: "what was received, oldest first, secrets masked, with hints",
    answer: ({ simulated }) => simulated.journal,
  },
  "POST /_simulator/fail": {
    does: `breaks the next request, or with "every": true all from now on: ${Object.keys(faults).join(", ")}`,
    example: { fault: "late", milliseconds: 3_000 },
    answer: ({ simulated, body: { fault, milliseconds, every } }) => {
      const name = faultNames.find((one) => one === fault)
      if (name === undefined) return `Send a fault.${nearest(String(fault), faultNames)}`
      const fail = every === true ? simulated.failEvery : simulated.failNext
      if (name !== "late") fail(name)
      else if (isCount(milliseconds)) fail(name, { milliseconds })
      else return `Send milliseconds beside "late", a number from 0 on.`
      return { fault: name, every: every === true }
    },
  },
  "DELETE /_simulator/fail": {
    does: "ends all faults",
    answer: ({ simulated }) => {
      simulated.failEvery()
      return { every: false }
    },
  },
  "POST /_simulator/limit": {
    does: "allows so many requests in so many milliseconds, and answers 429 to further ones",
    example: { requests: 2, milliseconds: 60_000 },
    answer: ({ simulated, body: { requests, milliseconds } }) => {
      if (!isCount(requests) || !isCount(milliseconds)) return "Send requests and milliseconds, numbers from 0 on."
      simulated.limitRate({ requests, milliseconds })
      return { requests, milliseconds }
    },
  },
}

// Object.keys loses the names.
const faultNames = Object.keys(faults) as ReadonlyArray<Fault>

const isCount = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value < Number.POSITIVE_INFINITY

/** A simulated provider by its slug. Its own type is lost with its name. */
export const simulatedOf = (simulator: Simulator, provider: string): AnySimulated =>
  Reflect.get(simulator, provider) as AnySimulated

/** An input as the provider's API spells it. */
const onTheWire = (operation: AnyOperation, input: object): object => {
  const none = Object.fromEntries(operation.credentials.map((name) => [name, Redacted.make("")]))
  // The simulator makes the inputs of this operation, whose type is lost with its name.
  const wire = Object(operation.request(input as never, none))
  const names = inputFieldsOf(operation)
  return Object.fromEntries(Object.entries(wire).filter(([name]) => names.includes(name)))
}

/** Answers requests under `/_simulator/`, and leaves all others to the provider. */
export const controlOf =
  (simulator: Simulator) =>
  (provider: string, { method, path, query, body }: WireRequest): SimulatedAnswer | undefined => {
    if (!path.startsWith("/_simulator/")) return undefined
    const address = `${method} ${path}`
    if (!Object.hasOwn(addresses, address)) return refused(404, "There is no such address: see GET /_simulator/")
    const parsed = Result.try((): unknown => JSON.parse(body || "{}"))
    if (Result.isFailure(parsed)) return refused(400, "The body is not JSON.")
    const simulated = simulatedOf(simulator, provider)
    const call = { provider, simulated, simulator, query: new URLSearchParams(query), body: Object(parsed.success) }
    const answer = addresses[address]?.answer(call) ?? ""
    return typeof answer === "string" ? refused(400, answer) : json(200, answer)
  }

const json = (status: number, body: object): SimulatedAnswer => ({
  status,
  headers: { "content-type": "application/json" },
  body,
})

const refused = (status: number, error: string) => json(status, { error })
