/**
 * Calls our client with a request's body. The operation's descriptor decides how: a field that it lists as a credential
 * is a setting, any other an input.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as References from "effect/References"
import { connect } from "../src/client.ts"
import type { Redeem, RedemptionError } from "../src/effect.ts"
import { unobserved } from "../src/observer.ts"
import type { AnyProvider } from "../src/operation.ts"
import * as providers from "../src/providers.ts"
import { publicName } from "../src/refusal.ts"
import { resolve } from "../src/settings.ts"
import type { AnyTokenSet } from "../src/token-set.ts"
import { type Exchange, observe, type PlatformFetch } from "./evidence/exchange.ts"
import { patience } from "./prism.ts"
import { isObject, type Json, type OperationName } from "./spec/specs.ts"

const registry: { readonly [name: string]: AnyProvider } = providers

/** The result of one redemption, and its exchanges. */
export interface Redeemed {
  readonly outcome: AnyTokenSet | RedemptionError
  readonly exchanges: ReadonlyArray<Exchange>
}

export interface Circumstances {
  readonly baseUrl: string
  /** The clock's fixed time. */
  readonly now: Date
  /** Added to each request. */
  readonly headers?: Record<string, string>
  /** By default the platform's. */
  readonly fetch?: PlatformFetch
  readonly timeout?: number
}

/** Redeems what `wire` presents. The last exchange is the one that has the outcome. */
export const redeem = (
  { provider: name, operationId }: OperationName,
  wire: Json,
  circumstances: Circumstances,
): Promise<Redeemed> => {
  const provider = registry[name]
  if (provider === undefined) throw new Error(`The client has no ${name}.`)
  return redeemAt(provider, operationId, wire, circumstances)
}

/** The same at a provider that need not be the client's own. */
export const redeemAt = async (
  provider: AnyProvider,
  operationId: string,
  wire: Json,
  { baseUrl, now, headers, fetch, timeout = patience }: Circumstances,
): Promise<Redeemed> => {
  const operation = provider.operations[operationId]
  if (operation === undefined) throw new Error(`The client has no ${provider.name} ${operationId}.`)
  const wired = observe(fetch)
  const sending: PlatformFetch = (url, init) =>
    wired.fetch(url, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), ...headers } })
  const { credentials, input } = argumentsOf(operation, wire)
  const client = connect<{ readonly [operationId: string]: Redeem<never, AnyTokenSet, RedemptionError> }>(
    provider,
    resolve(provider, { baseUrl, timeout, ...credentials }, { fetch: sending }),
    unobserved,
  )
  // The operation itself checks its input, so any object may be passed.
  const program = (client[operationId]?.(input as never) ?? Effect.die(operationId)).pipe(
    Effect.match({ onFailure: (error) => error, onSuccess: (tokens) => tokens }),
    Effect.provideService(Clock.Clock, standing(now)),
    // Log lines would break up the test report.
    Effect.provideService(References.MinimumLogLevel, "None"),
  )
  return { outcome: await Effect.runPromise(program), exchanges: wired.exchanges }
}

/** The fields of a body under their public names, as app credentials and as input. */
export const argumentsOf = (
  operation: { readonly credentials: ReadonlyArray<string> },
  wire: Json,
): { readonly credentials: Fields; readonly input: Fields } => {
  const fields = Object.entries(isObject(wire) ? wire : {}).map(([field, value]) => [publicName(field), value] as const)
  const isCredential = ([name]: (typeof fields)[number]) => operation.credentials.includes(name)
  return {
    credentials: Object.fromEntries(fields.filter(isCredential)),
    input: Object.fromEntries(fields.filter((field) => !isCredential(field))),
  }
}

interface Fields {
  readonly [name: string]: Json
}

/** A clock that stands still; sleeping takes real time. */
const standing = (now: Date): Clock.Clock =>
  Object.assign(Object.create(Effect.runSync(Clock.Clock)), {
    currentTimeMillisUnsafe: () => now.getTime(),
    currentTimeMillis: Effect.succeed(now.getTime()),
  })
