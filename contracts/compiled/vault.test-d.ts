/**
 * What must and must not compile with the vault in the Promise API. Nothing here runs: `tsc` fails when a line does not compile, or when a
 * line marked as an error does.
 */
import pg from "pg"
import type {
  AISquareTokens,
  ConnectionFailed,
  ConsentRequired,
  DapiToken,
  EndReason,
  FinqwareConsent,
  GrantTaken,
  InvalidClient,
  InvalidGrant,
  InvalidRequest,
  ListedConnection,
  NotConnected,
  OutcomeUnknown,
  ProviderUnavailable,
  RateLimited,
  StillRefreshing,
  StoreFailed,
  TokenSet,
  UnexpectedResponse,
  Unsealable,
} from "token-exchange/vault"
import { createVault, memoryStore, reveal } from "token-exchange/vault"
import { postgresStore } from "token-exchange/vault/postgres"
import { sqliteStore } from "token-exchange/vault/sqlite"

type Equals<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <T extends true>(): T | undefined => undefined
const log = (text: string): void => void text

const store = memoryStore()
const keys = { "2026-11": new Uint8Array(32) }
const vault = createVault({
  store,
  keys,
  aisquare: { superexecSecret: "s" },
  finqware: { clientId: "id", clientSecret: () => Promise.resolve("s") },
  dapi: { appSecret: "s", timeout: 1_000 },
})

// Settings: a store, keys, and the credentials of each provider.
createVault({ store: sqliteStore("tokens.db"), keys: { a: "base64", b: new Uint8Array(32) }, dapi: { appSecret: "s" } })
createVault({ store: postgresStore(new pg.Pool()), keys, fetch, cacheFor: 0, now: Date.now, aisquare: {} })
createVault({ store, keys: { wrap: async (key) => key, unwrap: async (wrapped) => wrapped } })
// @ts-expect-error no keys
createVault({ store, dapi: { appSecret: "s" } })
// @ts-expect-error no store
createVault({ keys, dapi: { appSecret: "s" } })
// @ts-expect-error a store without `list`
createVault({ store: { read: store.read, write: store.write, remove: store.remove }, keys })
// @ts-expect-error keys without their ids
createVault({ store, keys: "base64" })
// @ts-expect-error a key management service that cannot unwrap
createVault({ store, keys: { wrap: async (key: Uint8Array) => key } })
// @ts-expect-error an unknown setting
createVault({ store, keys, cacheTime: 5 })
// @ts-expect-error an unknown setting of a provider
createVault({ store, keys, dapi: { appSecret: "s", timeOut: 5 } })
// @ts-expect-error a setting of the vault among those of a provider
createVault({ store, keys, dapi: { appSecret: "s", cacheFor: 5 } })
// @ts-expect-error a provider that does not exist
createVault({ store, keys, acme: {} })
// @ts-expect-error a credential is missing
createVault({ store, keys, finqware: { clientId: "id" } })
// @ts-expect-error a provider that is not set
createVault({ store, keys, dapi: { appSecret: "s" } }).finqware
// @ts-expect-error a time as text
createVault({ store, keys, now: "2026-11-29" })

// Grants: of the provider's shape, and of one shape at a time.
vault.dapi.connect("user", { accessCode: "code", connectionId: "id" }, { timeout: 5 })
vault.finqware.connect("user", { tempToken: "t" })
vault.aisquare.connect("user", { tempToken: "t" })
vault.aisquare.connect("user", { username: "u", password: "p" })
// @ts-expect-error a field is missing
vault.dapi.connect("user", { accessCode: "code" })
// @ts-expect-error a field is misspelt
vault.dapi.connect("user", { accessCode: "code", connectionID: "id" })
// @ts-expect-error the grant of another provider
vault.finqware.connect("user", { accessCode: "code", connectionId: "id" })
// @ts-expect-error half a password grant
vault.aisquare.connect("user", { username: "u" })
// @ts-expect-error a consent that is to be deleted begins no connection
vault.finqware.connect("user", { credentialsId: "id", accessToken: "t" })
// @ts-expect-error a refresh token begins no connection
vault.aisquare.connect("user", { refresh: "r" })
// @ts-expect-error no name
vault.aisquare.connect({ tempToken: "t" })
const login = createVault({ store, keys, aisquare: {} })
login.aisquare.connect("user", { username: "u", password: "p" })
// @ts-expect-error a temp token needs superexecSecret
login.aisquare.connect("user", { tempToken: "t" })

// Options of `tokens`: rejected tokens are those of this provider.
declare const session: AISquareTokens
declare const consent: FinqwareConsent
vault.aisquare.tokens("user", { freshFor: 5, timeout: 5, signal: new AbortController().signal, rejected: session })
// @ts-expect-error tokens of another provider
vault.aisquare.tokens("user", { rejected: consent })
// @ts-expect-error an access token instead of the token set
vault.aisquare.tokens("user", { rejected: reveal(session.access) })
// @ts-expect-error an unknown option
vault.aisquare.tokens("user", { fresh: 5 })
// @ts-expect-error a presented grant has no freshness
vault.aisquare.connect("user", { tempToken: "t" }, { freshFor: 5 })
// @ts-expect-error a date as text
vault.finqware.list({ dueBefore: "2026-12-01" })
// @ts-expect-error a function that the vault does not have
vault.dapi.refresh

/** A connection of a listing says why it has ended, if it has. */
export const listed = async (): Promise<ReadonlyArray<string>> => {
  const names: Array<string> = []
  for await (const connection of vault.finqware.list({ dueBefore: new Date() })) {
    holds<Equals<typeof connection, ListedConnection>>()
    // @ts-expect-error nobody may know when it ends
    connection.endsAt.getTime()
    names.push(`${connection.connectionId} ${connection.ended?.reason ?? connection.endsAt?.toISOString()}`)
  }
  return names
}

/** A vault can be waited for. */
export const end = async (): Promise<void> => {
  await using short = createVault({ store, keys, dapi: { appSecret: "s" } })
  holds<Equals<ReturnType<(typeof short)[typeof Symbol.asyncDispose]>, Promise<void>>>()
}

// Each function's data, and exactly the errors that it can have.
type Called = (...args: never) => Promise<{ readonly data?: unknown; readonly error?: unknown }>
type Data<F extends Called> = NonNullable<Awaited<ReturnType<F>>["data"]>
type Failure<F extends Called> = NonNullable<Awaited<ReturnType<F>>["error"]>
type Redeeming =
  | InvalidRequest
  | InvalidClient
  | InvalidGrant
  | RateLimited
  | ConnectionFailed
  | ProviderUnavailable
  | OutcomeUnknown
  | UnexpectedResponse
/** AISquare does not distinguish a wrong app secret from a wrong grant. */
type WithoutClient = Exclude<Redeeming, InvalidClient>
type Kept<Tokens extends TokenSet> = NotConnected | ConsentRequired | StoreFailed<Tokens> | Unsealable

holds<Equals<Data<typeof vault.aisquare.connect>, AISquareTokens>>()
holds<Equals<Data<typeof vault.aisquare.tokens>, AISquareTokens>>()
holds<Equals<Data<typeof vault.finqware.connect>, FinqwareConsent>>()
holds<Equals<Data<typeof vault.finqware.tokens>, FinqwareConsent>>()
holds<Equals<Data<typeof vault.dapi.connect>, DapiToken>>()
holds<Equals<Data<typeof vault.dapi.tokens>, DapiToken>>()
holds<Equals<Data<typeof vault.dapi.disconnect>, boolean>>()
holds<
  Equals<Failure<typeof vault.aisquare.connect>, WithoutClient | Kept<AISquareTokens> | GrantTaken | StillRefreshing>
>()
holds<Equals<Failure<typeof vault.finqware.connect>, Redeeming | Kept<FinqwareConsent> | GrantTaken>>()
holds<Equals<Failure<typeof vault.dapi.connect>, Redeeming | Kept<DapiToken> | GrantTaken>>()
// A refused refresh token is ConsentRequired. What nothing refreshes meets no failure of a refresh.
holds<
  Equals<
    Failure<typeof vault.aisquare.tokens>,
    Exclude<WithoutClient, InvalidGrant> | Kept<AISquareTokens> | StillRefreshing
  >
>()
holds<Equals<Failure<typeof vault.finqware.tokens>, Kept<FinqwareConsent> | InvalidRequest>>()
holds<Equals<Failure<typeof vault.dapi.tokens>, Kept<DapiToken> | InvalidRequest>>()
holds<Equals<Failure<typeof vault.dapi.disconnect>, StoreFailed | Unsealable | InvalidRequest>>()
holds<Equals<Failure<typeof vault.aisquare.disconnect>, StoreFailed | Unsealable | InvalidRequest>>()
// A consent is deleted first. One that Finqware refuses needs no deletion.
holds<Equals<Failure<typeof vault.finqware.disconnect>, Exclude<Redeeming, InvalidGrant> | StoreFailed | Unsealable>>()
holds<Equals<Failure<typeof vault.reseal>, StoreFailed | Unsealable>>()
holds<Equals<Failure<typeof vault.prune>, StoreFailed | Unsealable>>()
holds<Equals<ConsentRequired["reason"], EndReason>>()
holds<Equals<EndReason, "expired" | "refused" | "lost" | "rejected">>()

/** Tokens that could not be kept are those of the provider, and may be absent. */
export const rescued = (error: Failure<typeof vault.finqware.connect>): string => {
  if (error._tag !== "StoreFailed") return error.message
  holds<Equals<typeof error.tokens, FinqwareConsent | undefined>>()
  // @ts-expect-error nothing may have come
  log(error.tokens.credentialsId)
  // @ts-expect-error a consent is no session
  log(error.tokens?.access)
  return error.tokens?.credentialsId ?? String(error.cause)
}

/** Every tag of a function that refreshes. */
export const use = async (): Promise<string> => {
  const { data, error } = await vault.aisquare.tokens("user")
  // @ts-expect-error there may be no data
  data.access
  if (error === undefined) {
    holds<Equals<typeof data, AISquareTokens>>()
    // @ts-expect-error a secret is not a string
    log(data.access)
    return reveal(data.access)
  }
  switch (error._tag) {
    case "NotConnected":
    case "StillRefreshing":
      return error.connectionId
    case "ConsentRequired":
      return `${error.reason} ${error.since.toISOString()}`
    case "StoreFailed":
      return error.tokens === undefined ? "later" : reveal(error.tokens.refresh)
    case "Unsealable":
      return error.reason
    case "InvalidRequest":
      return error.fields.join()
    case "RateLimited":
    case "ProviderUnavailable":
      return String(error.retryAfter)
    case "ConnectionFailed":
    case "OutcomeUnknown":
      return error.reason
    case "UnexpectedResponse":
      return Object.keys(error.recovered ?? {}).join()
    default:
      return error satisfies never
  }
}

export const forget = async () => {
  const { error } = await vault.dapi.connect("user", { accessCode: "code", connectionId: "id" })
  if (error === undefined) return "connected"
  // @ts-expect-error the switch misses GrantTaken, so the function may return undefined
  const handle = (): string => {
    switch (error._tag) {
      case "InvalidRequest":
      case "InvalidClient":
      case "InvalidGrant":
      case "RateLimited":
      case "ConnectionFailed":
      case "ProviderUnavailable":
      case "OutcomeUnknown":
      case "UnexpectedResponse":
      case "NotConnected":
      case "ConsentRequired":
      case "StoreFailed":
      case "Unsealable":
        return error.message
    }
  }
  return handle()
}

export const forgetOfKept = async () => {
  const { error } = await vault.finqware.tokens("user")
  if (error === undefined) return "kept"
  // @ts-expect-error the switch misses ConsentRequired, so the function may return undefined
  const handle = (): string => {
    switch (error._tag) {
      case "NotConnected":
      case "StoreFailed":
      case "Unsealable":
      case "InvalidRequest":
        return error.message
    }
  }
  return handle()
}
