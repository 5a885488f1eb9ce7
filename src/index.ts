/**
 * The Promise API: every redemption resolves to `{ data }` or `{ error }`, and rejects for nothing that a provider or
 * the network did.
 *
 * @module
 */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { connect, type ProviderOf } from "./client.ts"
import type { RedemptionError } from "./errors.ts"
import type { CallOptions, Redeem } from "./operation.ts"
import { type AISquareLoginOperations, type AISquareOperations, aisquare } from "./providers/aisquare.ts"
import { type DapiOperations, dapi } from "./providers/dapi.ts"
import { type FinqwareOperations, finqware } from "./providers/finqware.ts"
import {
  type AISquareSettings,
  type Credential,
  type DapiSettings,
  type FinqwareSettings,
  resolve,
  type SharedSettings,
} from "./settings.ts"
import { restoreTokens as restore, type TokenSet } from "./token-set.ts"
import { unwatched } from "./watch.ts"

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

const providers = { aisquare, finqware, dapi } satisfies { readonly [Name in keyof Clients<object>]: unknown }
type Provider = keyof typeof providers

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
 * Typed redemptions at the providers that are set.
 *
 * @example
 * const exchange = createTokenExchange({ dapi: { appSecret } })
 * const { data, error } = await exchange.dapi.exchangeToken({ accessCode, connectionId })
 */
export const createTokenExchange = <const Settings extends TokenExchangeSettings>(
  settings: Settings & Exact<Settings>,
): TokenExchange<Settings> => {
  const clients = Object.entries<ProviderOf<AnyClient>>(providers).flatMap(([name, provider]) => {
    // Object.entries forgets the names; they are those of `providers`.
    const own = settings[name as Provider]
    return own === undefined
      ? []
      : [[name, promised(connect<AnyClient>(provider, resolve(provider, own, settings), unwatched))]]
  })
  // Object.fromEntries forgets the names; they are those of the settings, which the type is made of.
  return Object.fromEntries(clients) as TokenExchange<Settings>
}

interface AnyClient {
  readonly [name: string]: Redeem<never, TokenSet, RedemptionError>
}

const promised = (client: AnyClient) =>
  Object.fromEntries(
    Object.entries(client).map(([name, redeem]) => [
      name,
      (input: never, options?: CallOptions) =>
        Effect.runPromise(
          Effect.match(redeem(input, options), {
            onFailure: (error) => ({ error }),
            onSuccess: (data) => ({ data }),
          }),
        ),
    ]),
  )

/** The text of a secret. Keep it out of logs, errors and URLs. */
export const reveal = (secret: Redacted.Redacted<string>): string => Redacted.value(secret)

/**
 * The token set that `serializeTokens` wrote as plain text.
 *
 * @throws {UnreadableTokens} where the text is none. Nothing of the text is in the error.
 */
export const restoreTokens = (text: string): TokenSet =>
  Result.getOrThrowWith(Effect.runSync(Effect.result(restore(text))), (error) => error)
