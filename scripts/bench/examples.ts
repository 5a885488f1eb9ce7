/** One successful call per provider, as the simulator grants it: what every contender sends and receives. */
import { observe } from "../../contracts/evidence/exchange.ts"
import { createTokenExchange } from "../../src/index.ts"
import type { AnySimulated } from "../../src/testing/simulated.ts"
import { createSimulator } from "../../src/testing.ts"
import { registry } from "../registry.ts"

export interface SuccessExample {
  readonly provider: string
  readonly operationId: string
  readonly path: string
  readonly mediaType: string
  /** The bodies on the wire, and the field of the answer that holds the token. */
  readonly request: string
  readonly answer: string
  readonly tokenField: string
  /** The same call for our client. */
  readonly settings: object
  readonly input: object
}

/** Of a provider's operations the first that spends nothing; else the first. */
export const exampleOf = async (provider: string): Promise<SuccessExample> => {
  const operations = Object.values(registry.get(provider)?.operations ?? {})
  const spendsNothing = operations.find(({ descriptor }) => Object.keys(descriptor.oneTime).length === 0)
  const { descriptor } = spendsNothing ?? operations[0] ?? {}
  const simulator = createSimulator()
  const { settings, grants }: Pick<AnySimulated, "settings" | "grants"> = Reflect.get(simulator, provider)
  const { fetch, exchanges } = observe(simulator.fetch)
  const client = Reflect.get(createTokenExchange({ ...simulator.settings, fetch }), provider)
  const input = grants[descriptor?.operationId ?? ""]?.()
  await client[descriptor?.operationId ?? ""](input)
  const [{ request, answer } = {}] = exchanges
  if (descriptor === undefined || input === undefined || request === undefined || answer?.status !== 200)
    throw new Error(`The simulator of ${provider} grants nothing.`)
  const { operationId, path, tokens } = descriptor
  const mediaType = "application/json"
  const wire = { request: request.body, answer: answer.body, tokenField: tokens[0] ?? "" }
  return { provider, operationId, path, mediaType, ...wire, settings, input }
}
