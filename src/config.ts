/**
 * Settings from Effect's `Config`: by default, the environment.
 */
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { check, InvalidSettings, isPositive, rulesOf } from "./checked.ts"
import type { AnyProvider } from "./operation.ts"
import type { OnOrphaned as Hook, TokenSet } from "./registry.ts"
import { type ProviderSettings, type ResolvedSettings, resolve } from "./settings.ts"
import { variableOf } from "./variable.ts"

export type OnOrphaned = Hook

/** The hook of layers that take their settings from `Config`. */
export const OnOrphaned: Context.Reference<Hook | undefined> = Context.Reference("token-exchange/OnOrphaned", {
  defaultValue: (): Hook | undefined => undefined,
})

const inMillis = (variable: string) => Config.map(Config.Duration(variable), Duration.toMillis)

const isDuration = (value: unknown) =>
  isPositive(value) ? undefined : 'must be a positive duration, such as "30 seconds"'

/** What `Config` says of a provider, and what is wrong with it. All credentials are required. */
export const readConfig = (provider: AnyProvider, credentials: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const nameOf = (setting = "") => variableOf(provider.name, setting)
    /** `undefined` without the variable. NaN, which no setting may be, where it is malformed. */
    const read = <A>(setting: string, config: (variable: string) => Config.Config<A>) =>
      Effect.match(Config.option(config(nameOf(setting))), {
        onFailure: () => Number.NaN,
        onSuccess: Option.getOrUndefined,
      })
    const secrets: Record<string, unknown> = {}
    for (const credential of credentials) secrets[credential] = yield* read(credential, Config.Redacted)
    const given = {
      ...secrets,
      baseUrl: yield* read("baseUrl", Config.String),
      timeout: yield* read("timeout", inMillis),
      retries: yield* read("retries", Config.Int),
      allowInsecure: yield* read("allowInsecure", Config.Boolean),
    }
    const rules = rulesOf(provider, credentials, { timeout: isDuration })
    return check<ProviderSettings>(given, { ...rules, nameOf })
  })

/**
 * The settings of a provider from Effect's `Config`, by default the environment: `DAPI_APP_SECRET`, `DAPI_BASE_URL`,
 * `DAPI_TIMEOUT` (such as `130 seconds`), `DAPI_RETRIES` (such as `0`), `DAPI_ALLOW_INSECURE` (such as `true`).
 */
export const fromConfig = (
  provider: AnyProvider,
  credentials: ReadonlyArray<string>,
): Effect.Effect<ResolvedSettings<TokenSet>, InvalidSettings> =>
  Effect.gen(function* () {
    const { settings, faults } = yield* readConfig(provider, credentials)
    if (faults.length > 0) return yield* new InvalidSettings(faults)
    const onOrphaned = yield* OnOrphaned
    return resolve(provider, settings, onOrphaned ? { onOrphaned } : {})
  })
