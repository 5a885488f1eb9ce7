/**
 * The Promise API: every redemption resolves to `{ data }` or `{ error }`, and rejects for nothing that a provider or
 * the network did.
 *
 * @module
 */
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { AnyProvider } from "./client.ts"
import type { CallOptions, Redeem } from "./operation.ts"
import type { AISquareLoginOperations, AISquareOperations } from "./providers/aisquare/index.ts"
import type { DapiOperations } from "./providers/dapi/index.ts"
import type { FinqwareOperations } from "./providers/finqware/index.ts"
import type {
  AISquareSettings,
  Credential,
  DapiSettings,
  FinqwareSettings,
  ProviderSettings,
  SharedSettings,
} from "./settings.ts"
import { restoreTokens as restore, type TokenSet } from "./token-set.ts"

export * from "./public.ts"
export type { OnOrphaned } from "./settings.ts"

/** Each provider is optional: one that is not set is not there. */
export interface TokenExchangeSettings extends SharedSettings {
  readonly aisquare?: AISquareSettings
  readonly finqware?: FinqwareSettings
  readonly dapi?: DapiSettings
}

/** What a redemption came to: tokens or an error, never both. */
export type Redemption<Tokens, Failure> =
  | { readonly data: Tokens; readonly error?: never }
  | { readonly data?: never; readonly error: Failure }

/** The providers that are set, and of each the operations whose credentials are. */
export type TokenExchange<Settings extends TokenExchangeSettings> = Pick<
  Clients<Settings>,
  Present<Settings> & Provider
>

interface Clients<Settings extends TokenExchangeSettings> {
  readonly aisquare: Promised<
    Settings["aisquare"] extends { readonly superexecSecret: Credential } ? AISquareOperations : AISquareLoginOperations
  >
  readonly finqware: Promised<FinqwareOperations>
  readonly dapi: Promised<DapiOperations>
}

type Provider = keyof Clients<object>

/** A provider's functions by name, and where it is. It is loaded with the first exchange that has it, not on import. */
interface Entry<Operations> {
  readonly functions: { readonly [Name in keyof Operations]: true }
  readonly load: () => Promise<AnyProvider>
}

const providers: { readonly [Name in Provider]: Entry<Clients<{ aisquare: { superexecSecret: "" } }>[Name]> } = {
  aisquare: {
    functions: { exchangeToken: true, obtainToken: true, refreshToken: true },
    load: () => import("./providers/aisquare/index.ts").then(({ aisquare }) => aisquare),
  },
  finqware: {
    functions: { exchangeToken: true },
    load: () => import("./providers/finqware/index.ts").then(({ finqware }) => finqware),
  },
  dapi: {
    functions: { exchangeToken: true },
    load: () => import("./providers/dapi/index.ts").then(({ dapi }) => dapi),
  },
}

/** Keys that hold something for certain. */
type Present<T> = { [Key in keyof T]-?: undefined extends T[Key] ? never : Key }[keyof T]

/** Operations as functions that return promises. */
export type Promised<Operations> = {
  readonly [Name in keyof Operations]: Operations[Name] extends Redeem<infer Input, infer Tokens, infer Failure>
    ? (input: Input, options?: CallOptions) => Promise<Redemption<Tokens, Failure>>
    : never
}

/** Refuses a setting that nobody reads. */
type Exact<T extends TokenExchangeSettings> = {
  readonly [Key in keyof T]: Key extends Provider
    ? T[Key] & { readonly [Extra in Exclude<keyof T[Key], keyof NonNullable<TokenExchangeSettings[Key]>>]: never }
    : Key extends keyof SharedSettings
      ? T[Key]
      : never
}

/**
 * Typed redemptions at the providers that are set. Their code is loaded now, in the background: the first redemption
 * waits for it, and its deadline begins after that.
 *
 * @example
 * const exchange = createTokenExchange({ dapi: { appSecret } })
 * const { data, error } = await exchange.dapi.exchangeToken({ accessCode, connectionId })
 */
export const createTokenExchange = <const Settings extends TokenExchangeSettings>(
  settings: Settings & Exact<Settings>,
): TokenExchange<Settings> => {
  const clients = Object.entries<Entry<object>>(providers).flatMap(([name, entry]) => {
    // Object.entries forgets the names; they are those of `providers`.
    const own = settings[name as Provider]
    return own === undefined ? [] : [[name, functionsOf(entry, own, settings)]]
  })
  // Object.fromEntries forgets the names; they are those of the settings, which the type is made of.
  return Object.fromEntries(clients) as TokenExchange<Settings>
}

/** The functions of a provider, which wait for it to be loaded. */
const functionsOf = ({ functions, load }: Entry<object>, own: ProviderSettings, shared: SharedSettings) => {
  // As they are now, not as they may be once it is loaded.
  const settings = [{ ...own }, { ...shared, fetch: shared.fetch ?? globalThis.fetch }] as const
  const loading = Promise.all([import("./promised.ts"), load()]).then(([{ promised }, provider]) =>
    promised(provider, ...settings),
  )
  let client: Awaited<typeof loading> | undefined
  loading.then(
    (loaded) => {
      client = loaded
    },
    // Whoever redeems hears of it; an exchange that nobody uses ends no process.
    () => {},
  )
  return Object.fromEntries(
    Object.keys(functions).map((name) => [
      name,
      (input: never, options?: CallOptions) =>
        client === undefined
          ? loading.then((loaded) => loaded[name]?.(input, options))
          : client[name]?.(input, options),
    ]),
  )
}

/** The text of a secret. Keep it out of logs, errors and URLs. */
export const reveal = (secret: Redacted.Redacted<string>): string => Redacted.value(secret)

/**
 * The token set that `serializeTokens` wrote as plain text.
 *
 * @throws {UnreadableTokens} where the text is none. Nothing of the text is in the error.
 */
export const restoreTokens = (text: string): TokenSet => Result.getOrThrowWith(restore(text), (error) => error)
