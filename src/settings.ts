/**
 * What a caller sets: base URLs, credentials, deadlines.
 */
import * as Config from "effect/Config"
import * as Duration from "effect/Duration"
import type { Secret } from "./operation.ts"

/**
 * An app credential: text, redacted text, or a function that fetches it, asked before every request. Where the
 * function fails, nothing is sent and the redemption is a `ConnectionFailed`.
 */
export type Credential = Secret | (() => Promise<Secret>)

/** What can be set for any provider. */
export interface ProviderSettings {
  /** Where the provider is. By default its production URL; a trailing slash does not matter. */
  readonly baseUrl?: string | URL
  /** Deadline of one redemption in milliseconds, retries and back-off included. */
  readonly timeout?: number
}

/** AISquare Studio. Without `superexecSecret` there is no `exchangeToken`. */
export interface AISquareSettings extends ProviderSettings {
  /** Secret of your superexec integration. */
  readonly superexecSecret?: Credential
}

/** Finqware. */
export interface FinqwareSettings extends ProviderSettings {
  /** Identifier of your tenant app. */
  readonly clientId: Credential
  /** Secret of your tenant app. */
  readonly clientSecret: Credential
}

/** Dapi. */
export interface DapiSettings extends ProviderSettings {
  /** Secret of your application. */
  readonly appSecret: Credential
}

/** The `fetch` to send with: for tests and proxies. It must not send a request twice by itself. */
export type Fetch = typeof globalThis.fetch

/** Settings of one provider as they are used: every default filled in. */
export interface Resolved {
  readonly baseUrl: string
  readonly timeout: number
  /** By name. Only the credentials are read from it. */
  readonly credentials: { readonly [name: string]: unknown }
  readonly fetch: Fetch
}

/** What a provider settles where the caller does not. */
export interface Defaults {
  readonly baseUrl: string
  readonly timeout: number
}

/** Fills in a provider's defaults. */
export const resolve = (defaults: Defaults, settings: ProviderSettings, fetch: Fetch = globalThis.fetch): Resolved => ({
  baseUrl: String(settings.baseUrl ?? defaults.baseUrl),
  timeout: settings.timeout ?? defaults.timeout,
  credentials: { ...settings },
  fetch,
})

/** `dapi`, `appSecret` → `DAPI_APP_SECRET`. */
const variable = (provider: string, setting: string) =>
  `${provider}_${setting.replace(/[A-Z]/g, (letter) => `_${letter}`)}`.toUpperCase()

/**
 * The settings of a provider from Effect's `Config`, by default the environment: `DAPI_APP_SECRET`, `DAPI_BASE_URL`,
 * `DAPI_TIMEOUT` (such as `130 seconds`). All credentials are required; one that is missing is named.
 */
export const fromConfig = (
  { name, baseUrl, timeout }: Defaults & { readonly name: string },
  credentials: ReadonlyArray<string>,
): Config.Config<Resolved> =>
  Config.all({
    baseUrl: Config.URL(variable(name, "baseUrl")).pipe(Config.map(String), Config.withDefault(baseUrl)),
    timeout: Config.Duration(variable(name, "timeout")).pipe(
      Config.map(Duration.toMillis),
      Config.withDefault(timeout),
    ),
    credentials: Config.all(
      Object.fromEntries(credentials.map((credential) => [credential, Config.Redacted(variable(name, credential))])),
    ),
  }).pipe(Config.map((settings) => ({ ...settings, fetch: globalThis.fetch })))
