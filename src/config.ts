/**
 * Settings from Effect's `Config`: by default, the environment.
 */
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { OnOrphaned as Hook, TokenSet } from "./registry.ts"
import { type Defaults, platformFetch, type ResolvedSettings } from "./settings.ts"

export type OnOrphaned = Hook

/** The hook of layers that take their settings from `Config`. */
export const OnOrphaned: Context.Reference<Hook | undefined> = Context.Reference("token-exchange/OnOrphaned", {
  defaultValue: (): Hook | undefined => undefined,
})

/** `dapi`, `connectionID` → `DAPI_CONNECTION_ID`. */
export const variableOf = (provider: string, field: string): string =>
  `${provider}_${field.replace(/([a-z\d])([A-Z])/g, "$1_$2")}`.replace(/\W/g, "_").toUpperCase()

/** What a layer cannot be built from. */
interface Faulty {
  readonly provider: string
  /** Required variables that are not set. */
  readonly missing: ReadonlyArray<string>
  /** Variables with a malformed value: not a URL, or a duration such as `soon`. */
  readonly invalid: ReadonlyArray<string>
}

/** A layer cannot be built: settings are missing or malformed. The error names every variable and quotes no value. */
export class InvalidSettings extends Data.TaggedError("InvalidSettings")<Faulty & { readonly message: string }> {
  constructor(faulty: Faulty) {
    const { provider, missing, invalid } = faulty
    const set = missing.length === 0 ? [] : [`set ${missing.join(" and ")}`]
    const correct = invalid.map((variable) => `${variable} ${shapeOf(variable)}`)
    super({ ...faulty, message: `${provider} is not configured: ${[...set, ...correct].join("; ")}.` })
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
): Effect.Effect<ResolvedSettings<TokenSet>, InvalidSettings> =>
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
    const own = { baseUrl: String(baseUrl), timeout, credentials: secrets }
    return { ...own, fetch: platformFetch, onOrphaned, waitUntil: undefined }
  })
