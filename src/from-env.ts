/** The settings of providers from the environment, for the Promise API. */
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import { refuse } from "./checked.ts"
import { readConfig } from "./config.ts"
import type { SettingsOf } from "./configured.ts"
import { type AnyProvider, credentialNames } from "./operation.ts"
import * as providers from "./providers.ts"
import type { Providers } from "./registry.ts"
import type { ProviderSettings } from "./settings.ts"

/** The settings of a provider, with every credential. */
export type EnvSettings<Name extends keyof Providers> = SettingsOf<Providers[Name]> &
  Required<Omit<SettingsOf<Providers[Name]>, keyof ProviderSettings>>

const registry: { readonly [name: string]: AnyProvider } = providers

const isAbsent = (settings: object) => Object.values(settings).every((value) => value === undefined)

const read = (names: ReadonlyArray<string>) => {
  const all = Object.entries(registry)
    .filter(([name]) => names.length === 0 || names.includes(name))
    .map(([name, provider]) => {
      const reading = readConfig(provider, credentialNames(provider.operations))
      const environment = Effect.provideService(reading, ConfigProvider.ConfigProvider, ConfigProvider.fromEnv())
      return { name, ...Effect.runSync(environment) }
    })
    .filter(({ settings }) => names.length > 0 || !isAbsent(settings))
  refuse(all.flatMap(({ faults }) => faults))
  return Object.fromEntries(all.map(({ name, settings }) => [name, settings]))
}

/**
 * The settings of the named providers from the environment: `DAPI_APP_SECRET`, and, where they are set, `DAPI_BASE_URL`,
 * `DAPI_TIMEOUT` (such as `130 seconds`), `DAPI_RETRIES` and `DAPI_ALLOW_INSECURE`. Every credential is required.
 *
 * Without names, the settings of each provider of which a variable is set; a client made of them may lack any provider.
 *
 * @throws {InvalidSettings} when a variable is missing or malformed. The error lists all of them, and quotes no value.
 * @example
 * const exchange = createTokenExchange({ ...fromEnv("dapi", "finqware"), onOrphaned })
 */
export const fromEnv: {
  <const Name extends keyof Providers>(
    ...names: readonly [Name, ...ReadonlyArray<Name>]
  ): {
    readonly [One in Name]: EnvSettings<One>
  }
  (): { readonly [One in keyof Providers]?: EnvSettings<One> }
  // The types lose the names; they are those of the registry, from which the settings were read.
} = (...names: ReadonlyArray<string>) => read(names) as { readonly [One in keyof Providers]: EnvSettings<One> }
