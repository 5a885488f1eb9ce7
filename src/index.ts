/**
 * The Promise API: every redemption resolves to `{ data }` or `{ error }`, and rejects for nothing that a provider or
 * the network did.
 */
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { type AnyOperations, type Client, type CredentialOf, connect, type Provider } from "./client.ts"
import { aisquare } from "./providers/aisquare.ts"
import { dapi } from "./providers/dapi.ts"
import { finqware } from "./providers/finqware.ts"
import type { CallOptions } from "./redeem.ts"
import {
  type AISquareSettings,
  type DapiSettings,
  type FinqwareSettings,
  type ProviderSettings,
  resolve,
  type SharedSettings,
} from "./settings.ts"
import { restoreTokens as restore, type TokenSet } from "./token-set.ts"

export * from "./public.ts"

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
export type TokenExchange<Settings extends TokenExchangeSettings> = {
  readonly [Name in keyof Operations & Present<Settings>]: {
    readonly [Op in Usable<Operations[Name], Settings[Name]>]: Promised<Client<Operations[Name]>[Op]>
  }
}

interface Operations {
  readonly aisquare: typeof aisquare.operations
  readonly finqware: typeof finqware.operations
  readonly dapi: typeof dapi.operations
}

/** Keys that hold something for certain. */
type Present<T> = { [Key in keyof T]-?: undefined extends T[Key] ? never : Key }[keyof T]

type Usable<Ops, Settings> = {
  [Op in keyof Ops]: CredentialOf<Ops[Op]> extends Present<Settings> ? Op : never
}[keyof Ops]

type Promised<R> = R extends (input: infer Input, options?: CallOptions) => Effect.Effect<infer Tokens, infer Failure>
  ? (input: Input, options?: CallOptions) => Promise<Redemption<Tokens, Failure>>
  : never

/** Refuses a setting that nobody reads. */
type Exact<T extends TokenExchangeSettings> = {
  readonly [Key in keyof T]: Key extends keyof Operations
    ? T[Key] & { readonly [Extra in Exclude<keyof T[Key], keyof NonNullable<TokenExchangeSettings[Key]>>]: never }
    : Key extends keyof SharedSettings
      ? T[Key]
      : never
}

/**
 * Typed redemptions at the providers that are set.
 *
 * @example
 * const exchange = createTokenExchange({ dapi: { appSecret } })
 * const { data, error } = await exchange.dapi.exchangeToken({ accessCode, connectionId })
 */
export const createTokenExchange = <const Settings extends TokenExchangeSettings>(
  settings: Settings & Exact<Settings>,
): TokenExchange<Settings> => {
  const own: ReadonlyArray<readonly [Provider<AnyOperations>, ProviderSettings | undefined]> = [
    [aisquare, settings.aisquare],
    [finqware, settings.finqware],
    [dapi, settings.dapi],
  ]
  const clients = own.flatMap(([provider, mine]) =>
    mine === undefined ? [] : [[provider.name, promised(connect(provider, resolve(provider, mine, settings)))]],
  )
  // Object.fromEntries forgets the names; they are those of the settings, which the type is made of.
  return Object.fromEntries(clients) as TokenExchange<Settings>
}

const promised = (client: Client<AnyOperations>) =>
  Object.fromEntries(
    Object.entries(client).map(([name, redeem]) => [
      name,
      (input: never, options?: CallOptions) =>
        Effect.runPromise(
          Effect.match(redeem(input, options), {
            onFailure: (error) => ({ error }),
            onSuccess: (data) => ({ data }),
          }).pipe(silent),
        ),
    ]),
  )

/** A library prints nothing by itself. */
const silent = Effect.provideService(Logger.CurrentLoggers, new Set())

/** The text of a secret. Keep it out of logs, errors and URLs. */
export const reveal = (secret: Redacted.Redacted<string>): string => Redacted.value(secret)

/**
 * The token set that `serializeTokens` wrote as plain text.
 *
 * @throws {UnreadableTokens} where the text is none. Nothing of the text is in the error.
 */
export const restoreTokens = (text: string): TokenSet =>
  Result.getOrThrowWith(Effect.runSync(Effect.result(restore(text))), (error) => error)
