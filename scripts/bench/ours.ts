/** Our own client as it is shipped, for one operation of any provider. */
import { pathToFileURL } from "node:url"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { variableOf } from "../../src/config.ts"
import type { Fetch } from "../../src/index.ts"
import { type AnyService, complaintsOf, nonsense } from "../registry.ts"
import type { SuccessExample } from "./examples.ts"
import { shipped } from "./peers.ts"

/** A token set of any provider. */
export interface Tokens {
  readonly [field: string]: unknown
}

type Function<Answer> = (input: object) => Answer

interface Way {
  readonly baseUrl: string
  readonly fetch: Fetch
}

/** The shipped modules without types, since only the registry knows the providers. */
type Operations<Answer> = { readonly [operationId: string]: Function<Answer> }

/** The operation in the Promise API. */
export const createOurs = async ({ provider, operationId, call }: SuccessExample, { baseUrl, fetch }: Way) => {
  const {
    createTokenExchange,
  }: {
    readonly createTokenExchange: (settings: object) => {
      readonly [provider: string]: Operations<Promise<{ readonly data?: Tokens }>>
    }
  } = await import(pathToFileURL(shipped("token-exchange")).href)
  const client = createTokenExchange({ [provider]: { baseUrl, ...call.credentials }, fetch })[provider]
  return found(client?.[operationId], `${provider}.${operationId}`)
}

/** A service whose operations are called by name. */
interface ShippedService extends AnyService, Effect.Effect<Operations<Effect.Effect<Tokens, unknown>>, never, never> {
  readonly layerWith: (settings: object) => Layer.Layer<never>
}

/** The operation in the Effect API: of the provider's first service that needs no more credentials. */
export const ourService = async ({ provider, operationId, call }: SuccessExample, { baseUrl, fetch }: Way) => {
  const exported: { readonly [name: string]: object } = await import(
    pathToFileURL(shipped("token-exchange/effect")).href
  )
  const services = Object.values(exported).filter((one): one is ShippedService => "layerWith" in one)
  const given = Object.keys(call.credentials).map((name) => variableOf(provider, name))
  const isEnough = (one: AnyService) => complaintsOf(one, () => undefined).every((missing) => given.includes(missing))
  const service = found(
    services.find((one) => complaintsOf(one, nonsense).includes(variableOf(provider, "baseUrl")) && isEnough(one)),
    `a service of ${provider}`,
  )
  const layer = service.layerWith({ baseUrl, fetch, ...call.credentials })
  const operations = await Effect.runPromise(Effect.provide(service, layer))
  return found(operations[operationId], `${provider}.${operationId}`)
}

const found = <A>(one: A | undefined, what: string): A => {
  if (one === undefined) throw new Error(`The shipped package has no ${what}.`)
  return one
}
