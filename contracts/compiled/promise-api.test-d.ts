/**
 * What must and must not compile with the Promise API. Nothing here runs: `tsc` fails when a line does not compile, or
 * when a line marked as an error does. `npm run consumers` compiles it against the package as well.
 */
import type {
  AISquareTokens,
  CallOptions,
  ConnectionFailed,
  DapiToken,
  FinqwareConsent,
  FinqwareDeletion,
  InvalidClient,
  InvalidGrant,
  InvalidRequest,
  OrphanedOutcome,
  OutcomeUnknown,
  ProviderUnavailable,
  RateLimited,
  UnexpectedResponse,
} from "token-exchange"
import {
  createTokenExchange,
  fromEnv,
  InvalidSettings,
  reveal,
  type SettingFault,
  serializeTokens,
  type TokenExchangeSettings,
} from "token-exchange"
import { createAISquare } from "token-exchange/aisquare"

type Equals<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <T extends true>(): T | undefined => undefined

const log = (text: string): void => void text
const exchange = createTokenExchange({
  aisquare: { superexecSecret: "s" },
  finqware: { clientId: "id", clientSecret: () => Promise.resolve("s") },
  dapi: { appSecret: "s", timeout: 1_000, baseUrl: new URL("https://sandbox.example") },
})

// Input: all fields, no others.
exchange.dapi.exchangeToken({ accessCode: "code", connectionId: "id" })
// @ts-expect-error a field is missing
exchange.dapi.exchangeToken({ accessCode: "code" })
// @ts-expect-error a field is misspelt
exchange.dapi.exchangeToken({ accessCode: "code", connectionID: "id" })
// @ts-expect-error an unknown field
exchange.finqware.exchangeToken({ tempToken: "t", clientSecret: "s" })
// @ts-expect-error an operation that the provider does not have
exchange.finqware.refreshToken
// @ts-expect-error an unknown option
exchange.finqware.exchangeToken({ tempToken: "t" }, { timeOut: 5 })

declare const consent: FinqwareConsent
exchange.finqware.deleteConsent(consent)
exchange.finqware.deleteConsent({ credentialsId: "id", accessToken: "t", pcdDataRetention: 0 })
// @ts-expect-error the token of the consent is missing
exchange.finqware.deleteConsent({ credentialsId: "id" })
// @ts-expect-error minutes as text
exchange.finqware.deleteConsent({ credentialsId: "id", accessToken: "t", pcdDataRetention: "0" })
/** A deletion yields no tokens. */
export const deleted = async (): Promise<FinqwareDeletion | undefined> => {
  const { data } = await exchange.finqware.deleteConsent(consent)
  holds<Equals<typeof data, FinqwareDeletion | undefined>>()
  // @ts-expect-error it is no token set
  serializeTokens(data)
  return data
}

// Settings: the credentials that an operation needs, and no unknown setting.
// @ts-expect-error a credential is missing
createTokenExchange({ finqware: { clientId: "id" } })
// @ts-expect-error a setting is misspelt
createTokenExchange({ dapi: { appSecret: "s", timeOut: 5 } })
// @ts-expect-error a setting of a provider's own entry is misspelt
createAISquare({ timeOut: 5 })
// @ts-expect-error a provider that does not exist
createTokenExchange({ acme: {} })
// @ts-expect-error a provider that is not set
createTokenExchange({ dapi: { appSecret: "s" } }).finqware
const login = createTokenExchange({ aisquare: {} })
login.aisquare.obtainToken({ username: "u", password: "p" })
login.aisquare.refreshToken({ refresh: "r" })
// @ts-expect-error exchangeToken needs superexecSecret
login.aisquare.exchangeToken({ tempToken: "t" })
createTokenExchange({ dapi: { appSecret: "s", baseUrl: "http://simulator:4010", allowInsecure: true } })
// @ts-expect-error a shared setting among those of a provider
createTokenExchange({ dapi: { appSecret: "s", fetch } })
// @ts-expect-error a timeout as text
createTokenExchange({ dapi: { appSecret: "s", timeout: "500" } })
// @ts-expect-error a switch as text
createTokenExchange({ dapi: { appSecret: "s", allowInsecure: "true" } })
/** What is wrong with settings is thrown, with a name for each. */
export const settingsOf = (thrown: unknown): ReadonlyArray<string> =>
  thrown instanceof InvalidSettings ? thrown.faults.map(({ setting, problem }: SettingFault) => setting + problem) : []
declare const appSecret: string | undefined
// @ts-expect-error a secret that may be absent
createTokenExchange({ dapi: { appSecret } })

// What may be absent from the settings is optional in the client.
declare const unknown: TokenExchangeSettings
const perhaps = createTokenExchange(unknown)
perhaps.dapi?.exchangeToken({ accessCode: "code", connectionId: "id" })
perhaps.aisquare?.obtainToken({ username: "u", password: "p" })
perhaps.aisquare?.exchangeToken?.({ tempToken: "t" })
// @ts-expect-error the provider may be absent
perhaps.dapi.exchangeToken({ accessCode: "code", connectionId: "id" })
// @ts-expect-error the credential of the operation may be absent
perhaps.aisquare?.exchangeToken({ tempToken: "t" })
declare const isConnected: boolean
const conditional = createTokenExchange({ aisquare: {}, ...(isConnected ? { dapi: { appSecret: "s" } } : {}) })
conditional.aisquare.refreshToken({ refresh: "r" })
conditional.dapi?.exchangeToken({ accessCode: "code", connectionId: "id" })
// @ts-expect-error the provider may be absent
conditional.dapi.exchangeToken({ accessCode: "code", connectionId: "id" })
const read = createTokenExchange({ ...fromEnv("dapi", "aisquare"), onRedemption: ({ outcome }) => log(outcome) })
read.dapi.exchangeToken({ accessCode: "code", connectionId: "id" })
read.aisquare.exchangeToken({ tempToken: "t" })
// @ts-expect-error a provider that was not read
read.finqware
createTokenExchange(fromEnv()).finqware?.exchangeToken({ tempToken: "t" })
// @ts-expect-error without names, each may be absent
createTokenExchange(fromEnv()).finqware.exchangeToken({ tempToken: "t" })
// @ts-expect-error a provider that does not exist
fromEnv("acme")
createTokenExchange({ aisquare: { baseUrl: "staging", retries: 0 } })
// @ts-expect-error retries as text
createTokenExchange({ aisquare: { retries: "2" } })

// Options: the hook of a call takes the token set of its operation.
exchange.dapi.exchangeToken(
  { accessCode: "code", connectionId: "id" },
  {
    onOrphaned: ({ data, error }) => {
      if (data !== undefined) holds<Equals<typeof data, DapiToken>>()
      else log(error.message)
    },
  },
)
exchange.dapi.exchangeToken(
  { accessCode: "code", connectionId: "id" },
  // @ts-expect-error the hook of another operation
  { onOrphaned: ({ data }: OrphanedOutcome & { readonly data?: FinqwareConsent }) => log(String(data?.credentialsId)) },
)
/** Options without a hook of one provider fit every operation. */
const options: CallOptions = { timeout: 5, onOrphaned: ({ data }) => log(String(data?.provider)) }
exchange.finqware.exchangeToken({ tempToken: "t" }, options)
createTokenExchange({ waitUntil: (promise) => void promise.finally(() => undefined) })
// @ts-expect-error no function
createTokenExchange({ waitUntil: Promise.resolve() })

/** An exchange, and a client of one provider, can be waited for. */
export const end = async (): Promise<void> => {
  await using exchange = createTokenExchange({ dapi: { appSecret: "s" } })
  await using aisquare = createAISquare({})
  holds<Equals<ReturnType<(typeof exchange)[typeof Symbol.asyncDispose]>, Promise<void>>>()
  await aisquare[Symbol.asyncDispose]()
}

// Outcome: one side or the other.
export const use = async (): Promise<string> => {
  const { data, error } = await exchange.dapi.exchangeToken({ accessCode: "code", connectionId: "id" })
  // @ts-expect-error there may be no data
  data.accessToken
  if (error !== undefined) {
    holds<Equals<typeof data, undefined>>()
    switch (error._tag) {
      case "InvalidRequest":
        return error.fields.join()
      case "RateLimited":
        return String(error.retryAfter)
      case "UnexpectedResponse":
        return Object.keys(error.recovered ?? {}).join()
      case "InvalidClient":
      case "InvalidGrant":
      case "ProviderUnavailable":
        return error.grant
      case "ConnectionFailed":
      case "OutcomeUnknown":
        return error.reason
    }
  }
  // @ts-expect-error a secret is not a string
  log(data.accessToken)
  log(reveal(data.accessToken))
  holds<Equals<typeof data, DapiToken>>()
  return data.provider
}

export const forget = async () => {
  const { error } = await exchange.finqware.exchangeToken({ tempToken: "t" })
  if (error === undefined) return "redeemed"
  // @ts-expect-error the switch misses OutcomeUnknown, so the function may return undefined
  const handle = (): string => {
    switch (error._tag) {
      case "InvalidRequest":
      case "InvalidClient":
      case "InvalidGrant":
      case "RateLimited":
      case "ConnectionFailed":
      case "ProviderUnavailable":
      case "UnexpectedResponse":
        return error.message
    }
  }
  return handle()
}

// Each operation's token set, and exactly the errors that it can have.
type Data<F extends (...args: never) => Promise<{ data?: unknown }>> = NonNullable<Awaited<ReturnType<F>>["data"]>
type Failure<F extends (...args: never) => Promise<{ error?: unknown }>> = NonNullable<Awaited<ReturnType<F>>["error"]>
type All =
  | InvalidRequest
  | InvalidClient
  | InvalidGrant
  | RateLimited
  | ConnectionFailed
  | ProviderUnavailable
  | OutcomeUnknown
  | UnexpectedResponse
/** AISquare does not distinguish a wrong app secret from a wrong grant. */
type WithoutClient = Exclude<All, InvalidClient>

holds<Equals<Data<typeof exchange.aisquare.exchangeToken>, AISquareTokens>>()
holds<Equals<Data<typeof exchange.aisquare.obtainToken>, AISquareTokens>>()
holds<Equals<Data<typeof exchange.aisquare.refreshToken>, AISquareTokens>>()
holds<Equals<Data<typeof exchange.finqware.exchangeToken>, FinqwareConsent>>()
holds<Equals<Data<typeof exchange.dapi.exchangeToken>, DapiToken>>()
holds<Equals<Failure<typeof exchange.aisquare.exchangeToken>, WithoutClient>>()
holds<Equals<Failure<typeof exchange.aisquare.obtainToken>, WithoutClient>>()
holds<Equals<Failure<typeof exchange.aisquare.refreshToken>, WithoutClient>>()
holds<Equals<Failure<typeof exchange.finqware.exchangeToken>, All>>()
holds<Equals<Failure<typeof exchange.dapi.exchangeToken>, All>>()
