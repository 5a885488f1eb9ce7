/**
 * Our client, called with the values of a request as the wire has them: how a test that knows only specs redeems.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Json } from "../scripts/specs.ts"
import { AISquare, Dapi, type Fetch, Finqware, type RedemptionError, type TokenSet } from "../src/effect.ts"
import { withoutOrder } from "./outcomes.ts"
import { patience } from "./prism.ts"

/** How each operation is called with a wire body, at a base URL. */
type Call = (wire: { readonly [field: string]: string }, settings: Settings) => Effect.Effect<TokenSet, RedemptionError>

interface Settings {
  readonly baseUrl: string
  readonly fetch: Fetch
}

const anySecret = { superexecSecret: "any-superexec-secret" }

const calls: { readonly [provider: string]: { readonly [operationId: string]: Call } } = {
  aisquare: {
    exchangeToken: ({ temp_token = "", superexec_secret = "" }, settings) =>
      AISquare.use((aisquare) => aisquare.exchangeToken({ tempToken: temp_token }, { timeout: patience })).pipe(
        Effect.provide(AISquare.layerWith({ ...settings, superexecSecret: superexec_secret })),
      ),
    obtainToken: ({ username = "", password = "" }, settings) =>
      AISquare.use((aisquare) => aisquare.obtainToken({ username, password }, { timeout: patience })).pipe(
        Effect.provide(AISquare.layerWith({ ...settings, ...anySecret })),
      ),
    refreshToken: ({ refresh = "" }, settings) =>
      AISquare.use((aisquare) => aisquare.refreshToken({ refresh }, { timeout: patience })).pipe(
        Effect.provide(AISquare.layerWith({ ...settings, ...anySecret })),
      ),
  },
  finqware: {
    exchangeToken: ({ client_id = "", client_secret = "", temp_token = "" }, settings) =>
      Finqware.use((finqware) => finqware.exchangeToken({ tempToken: temp_token }, { timeout: patience })).pipe(
        Effect.provide(Finqware.layerWith({ ...settings, clientId: client_id, clientSecret: client_secret })),
      ),
  },
  dapi: {
    exchangeToken: ({ appSecret = "", accessCode = "", connectionID = "" }, settings) =>
      Dapi.use((dapi) => dapi.exchangeToken({ accessCode, connectionId: connectionID }, { timeout: patience })).pipe(
        Effect.provide(Dapi.layerWith({ ...settings, appSecret })),
      ),
  },
}

/** Whether a provider has a client: the derived cases that need one are made for these. */
export const hasClient = (provider: string): boolean => Object.hasOwn(calls, provider)

/** What one redemption came to, and the messages behind it. */
export interface Redeemed {
  readonly outcome: TokenSet | RedemptionError
  readonly requests: ReadonlyArray<{ readonly url: string; readonly body: Json }>
  readonly responses: ReadonlyArray<Response>
}

/** Redeems what `wire` presents, at `baseUrl`, with the clock standing at `now` and `headers` added to the request. */
export const redeem = async (
  { provider, operationId }: { readonly provider: string; readonly operationId: string },
  wire: Json,
  {
    baseUrl,
    now,
    headers,
  }: { readonly baseUrl: string; readonly now: Date; readonly headers?: Record<string, string> },
): Promise<Redeemed> => {
  const call = calls[provider]?.[operationId]
  if (call === undefined) throw new Error(`contracts/clients.ts does not say how to call ${provider} ${operationId}.`)
  const requests: Array<{ url: string; body: Json }> = []
  const responses: Array<Response> = []
  const observed: Fetch = async (url, init) => {
    const request = new Request(url, {
      ...init,
      headers: { ...Object.fromEntries(new Headers(init?.headers)), ...headers },
    })
    requests.push({ url: request.url, body: await request.clone().json() })
    const response = await fetch(request)
    responses.push(response.clone())
    return response
  }
  const fields = Object.entries(wire ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === "string")
  const program = call(Object.fromEntries(fields), { baseUrl, fetch: observed }).pipe(
    Effect.match({ onFailure: (error) => error, onSuccess: (tokens) => tokens }),
    Effect.provideService(Clock.Clock, standing(now)),
  )
  return { outcome: await Effect.runPromise(program), requests, responses }
}

/** A clock that stands still; sleeping still takes its time. */
const standing = (now: Date): Clock.Clock =>
  Object.assign(Object.create(Effect.runSync(Clock.Clock)), {
    currentTimeMillisUnsafe: () => now.getTime(),
    currentTimeMillis: Effect.succeed(now.getTime()),
  })

/** A token set or an error with its secrets opened, to be compared. */
export const plain = (value: object): { readonly [field: string]: unknown } =>
  Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      Redacted.isRedacted(field) ? Redacted.value(field) : withoutOrder(field),
    ]),
  )
