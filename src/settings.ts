/**
 * What a caller sets: base URLs, credentials, deadlines.
 */
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { RedemptionError } from "./errors.ts"
import type { Defaults, Secret } from "./operation.ts"
import type { TokenSet } from "./token-set.ts"

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

/** The outcome of a redemption that nobody waits for any more. */
export type OrphanedOutcome = {
  readonly provider: string
  readonly operation: string
  /** What the caller had handed in, its secrets redacted: to know whose tokens these are. */
  readonly input: { readonly [name: string]: string | Redacted.Redacted<string> }
} & ({ readonly data: TokenSet; readonly error?: never } | { readonly data?: never; readonly error: RedemptionError })

/** Takes what came after the caller had given up. Keep the tokens: they may be all the user has. */
export type OnOrphaned = (outcome: OrphanedOutcome) => void | Promise<void>

/** The hook of layers that take their settings from `Config`. */
export const OnOrphaned: Context.Reference<OnOrphaned | undefined> = Context.Reference("token-exchange/OnOrphaned", {
  defaultValue: (): OnOrphaned | undefined => undefined,
})

/** What can be set for all providers together. */
export interface SharedSettings {
  /** For tests and proxies; by default the platform's. */
  readonly fetch?: Fetch
  /**
   * Takes the outcome of a one-time redemption whose caller gave up (deadline, abort, interrupt) after it was sent. It
   * runs on for at most the provider's deadline. Keep its tokens: the grant is spent.
   */
  readonly onOrphaned?: OnOrphaned
}

/** Settings of one provider as they are used: every default filled in. */
export interface Resolved {
  readonly baseUrl: string
  readonly timeout: number
  /** By name. Only the credentials are read from it. */
  readonly credentials: { readonly [name: string]: unknown }
  readonly fetch: Fetch
  readonly onOrphaned: OnOrphaned | undefined
}

/** Fills in a provider's defaults. */
export const resolve = (
  defaults: Defaults,
  settings: ProviderSettings,
  { fetch = globalThis.fetch, onOrphaned }: SharedSettings,
): Resolved => ({
  baseUrl: String(settings.baseUrl ?? defaults.baseUrl),
  timeout: settings.timeout ?? defaults.timeout,
  credentials: { ...settings },
  fetch,
  onOrphaned,
})

/** `dapi`, `appSecret` → `DAPI_APP_SECRET`. */
const variableOf = (provider: string, setting: string) =>
  `${provider}_${setting.replace(/[A-Z]/g, (letter) => `_${letter}`)}`.toUpperCase()

/**
 * A layer cannot be built, since settings are missing or make no sense. Names every variable; quotes no value.
 */
export class InvalidSettings extends Schema.TaggedError<InvalidSettings>()("InvalidSettings", {
  provider: Schema.String,
  /** Variables that are required and not set. */
  missing: Schema.Array(Schema.String),
  /** Variables whose value cannot be read: a URL that is none, a duration such as `soon`. */
  invalid: Schema.Array(Schema.String),
}) {
  override get message(): string {
    const { provider, missing, invalid } = this
    const set = missing.length === 0 ? [] : [`set ${missing.join(" and ")}`]
    const correct = invalid.map((variable) => `${variable} ${shapeOf(variable)}`)
    return `${provider} is not configured: ${[...set, ...correct].join("; ")}.`
  }
}

const shapeOf = (variable: string) =>
  variable.endsWith("_TIMEOUT") ? 'must be a duration, such as "30 seconds"' : 'must be a URL, such as "https://host"'

/**
 * The settings of a provider from Effect's `Config`, by default the environment: `DAPI_APP_SECRET`, `DAPI_BASE_URL`,
 * `DAPI_TIMEOUT` (such as `130 seconds`). All credentials are required.
 */
export const fromConfig = (
  { name, ...defaults }: Defaults & { readonly name: string },
  credentials: ReadonlyArray<string>,
): Effect.Effect<Resolved, InvalidSettings> =>
  Effect.gen(function* () {
    const missing: Array<string> = []
    const invalid: Array<string> = []
    const read = <A>(setting: string, config: (variable: string) => Config.Config<A>) => {
      const variable = variableOf(name, setting)
      return Effect.catch(Config.option(config(variable)), () => {
        invalid.push(variable)
        return Effect.succeedNone
      })
    }
    const secrets: Record<string, unknown> = {}
    for (const credential of credentials) {
      const secret = yield* read(credential, Config.Redacted)
      if (Option.isSome(secret)) secrets[credential] = secret.value
      else missing.push(variableOf(name, credential))
    }
    const baseUrl = Option.getOrElse(yield* read("baseUrl", Config.URL), () => defaults.baseUrl)
    const timeout = Option.match(yield* read("timeout", Config.Duration), {
      onNone: () => defaults.timeout,
      onSome: Duration.toMillis,
    })
    if (missing.length + invalid.length > 0) return yield* new InvalidSettings({ provider: name, missing, invalid })
    const onOrphaned = yield* OnOrphaned
    return { baseUrl: String(baseUrl), timeout, credentials: secrets, fetch: globalThis.fetch, onOrphaned }
  })
