/**
 * Our client, called with the values of a request as the wire has them: how a test that knows only specs redeems.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { AISquare, Dapi, type Fetch, Finqware, type RedemptionError, type TokenSet } from "../src/effect.ts"
import { type Exchange, observe } from "./evidence/exchange.ts"
import type { Failures } from "./failures.ts"
import { withoutOrder } from "./outcomes.ts"
import { patience } from "./prism.ts"
import type { Json } from "./spec/specs.ts"

/** How an operation is called with a wire body, at a base URL. */
type Call = (wire: { readonly [field: string]: string }, settings: Settings) => Effect.Effect<TokenSet, RedemptionError>

type Calls = { readonly [Provider in keyof Failures]: { readonly [OperationId in keyof Failures[Provider]]: Call } }

interface Settings {
  readonly baseUrl: string
  readonly timeout: number
  readonly fetch: Fetch
}

const anySecret = { superexecSecret: "any-superexec-secret" }

const calls: Calls = {
  aisquare: {
    exchangeToken: ({ temp_token = "", superexec_secret = "" }, settings) =>
      AISquare.use((aisquare) => aisquare.exchangeToken({ tempToken: temp_token })).pipe(
        Effect.provide(AISquare.layerWith({ ...settings, superexecSecret: superexec_secret })),
      ),
    obtainToken: ({ username = "", password = "" }, settings) =>
      AISquare.use((aisquare) => aisquare.obtainToken({ username, password })).pipe(
        Effect.provide(AISquare.layerWith({ ...settings, ...anySecret })),
      ),
    refreshToken: ({ refresh = "" }, settings) =>
      AISquare.use((aisquare) => aisquare.refreshToken({ refresh })).pipe(
        Effect.provide(AISquare.layerWith({ ...settings, ...anySecret })),
      ),
  },
  finqware: {
    exchangeToken: ({ client_id = "", client_secret = "", temp_token = "" }, settings) =>
      Finqware.use((finqware) => finqware.exchangeToken({ tempToken: temp_token })).pipe(
        Effect.provide(Finqware.layerWith({ ...settings, clientId: client_id, clientSecret: client_secret })),
      ),
  },
  dapi: {
    exchangeToken: ({ appSecret = "", accessCode = "", connectionID = "" }, settings) =>
      Dapi.use((dapi) => dapi.exchangeToken({ accessCode, connectionId: connectionID })).pipe(
        Effect.provide(Dapi.layerWith({ ...settings, appSecret })),
      ),
  },
}

/** What one redemption came to, and the exchanges behind it. */
export interface Redeemed {
  readonly outcome: TokenSet | RedemptionError
  readonly exchanges: ReadonlyArray<Exchange>
}

export interface Circumstances {
  readonly baseUrl: string
  /** Where the clock stands. */
  readonly now: Date
  /** Added to each request. */
  readonly headers?: Record<string, string>
  /** By default the platform's. */
  readonly fetch?: Fetch
  readonly timeout?: number
}

/** Redeems what `wire` presents. The last exchange is the one that has the outcome. */
export const redeem = async (
  { provider, operationId }: { readonly provider: string; readonly operationId: string },
  wire: Json,
  { baseUrl, now, headers, fetch, timeout = patience }: Circumstances,
): Promise<Redeemed> => {
  const operations: { readonly [operationId: string]: Call } = Object(Reflect.get(calls, provider))
  const call = operations[operationId]
  if (call === undefined) throw new Error(`contracts/clients.ts does not say how to call ${provider} ${operationId}.`)
  const wired = observe(fetch)
  const sending: Fetch = (url, init) =>
    wired.fetch(url, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), ...headers } })
  const fields = Object.entries(wire ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === "string")
  const program = call(Object.fromEntries(fields), { baseUrl, timeout, fetch: sending }).pipe(
    Effect.match({ onFailure: (error) => error, onSuccess: (tokens) => tokens }),
    Effect.provideService(Clock.Clock, standing(now)),
  )
  return { outcome: await Effect.runPromise(program), exchanges: wired.exchanges }
}

/** A clock that stands still; sleeping still takes its time. */
const standing = (now: Date): Clock.Clock =>
  Object.assign(Object.create(Effect.runSync(Clock.Clock)), {
    currentTimeMillisUnsafe: () => now.getTime(),
    currentTimeMillis: Effect.succeed(now.getTime()),
  })

/** A token set or an error field by field, to be compared. Secrets stay closed. */
export const fieldsOf = (value: object): { readonly [field: string]: unknown } =>
  Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withoutOrder(field)]))

/** The same with its secrets opened: compare it, and print none of it. */
export const plain = (value: object): { readonly [field: string]: unknown } =>
  Object.fromEntries(
    Object.entries(fieldsOf(value)).map(([name, field]) => [
      name,
      Redacted.isRedacted(field) ? Redacted.value(field) : field,
    ]),
  )
