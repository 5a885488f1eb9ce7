/** The settings of providers from the environment, for the Promise API. */
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import { refuse, rulesOf, type SettingFault } from "./checked.ts"
import { readConfig } from "./config.ts"
import type { SettingsOf } from "./configured.ts"
import { type AnyProvider, credentialNames } from "./operation.ts"
import * as providers from "./providers.ts"
import type { Providers } from "./registry.ts"
import type { ProviderSettings } from "./settings.ts"
import { variableOf } from "./variable.ts"

/** The settings of a provider, with every credential. */
export type EnvSettings<Name extends keyof Providers> = SettingsOf<Providers[Name]> &
  Required<Omit<SettingsOf<Providers[Name]>, keyof ProviderSettings>>

const registry: { readonly [name: string]: AnyProvider } = providers

const plain = (variable: string) => variable.replaceAll("_", "").toUpperCase()

/**
 * Variables that are almost those of a provider, such as `DAPI_BASEURL`. Without a word, what they set would be missing,
 * and the client would go to production.
 */
const misspelt = (provider: AnyProvider): ReadonlyArray<SettingFault> => {
  const known = Object.keys(rulesOf(provider).checks).map((setting) => variableOf(provider.name, setting))
  // Edge runtimes have no process, or a part of one.
  const { process }: { readonly process?: { readonly env?: object } } = globalThis
  return Object.keys(process?.env ?? {}).flatMap((setting) => {
    const meant = known.find((variable) => plain(variable) === plain(setting))
    return meant === undefined || meant === setting ? [] : [{ setting, problem: `is unknown: did you mean ${meant}?` }]
  })
}

const readOne = (name: string, provider: AnyProvider) => {
  const reading = readConfig(provider, credentialNames(provider.operations))
  const environment = Effect.provideService(reading, ConfigProvider.ConfigProvider, ConfigProvider.fromEnv())
  const { settings, faults } = Effect.runSync(environment)
  const wrong = misspelt(provider)
  const isSet = wrong.length > 0 || Object.values(settings).some((value) => value !== undefined)
  return { name, settings, faults: [...faults, ...wrong], isSet }
}

const read = (names: ReadonlyArray<string>) => {
  const unknown = names
    .filter((name) => !Object.hasOwn(registry, name))
    .map((setting) => ({ setting, problem: `is unknown: there are ${Object.keys(registry).join(", ")}` }))
  const all = Object.entries(registry)
    .filter(([name]) => names.length === 0 || names.includes(name))
    .map(([name, provider]) => readOne(name, provider))
    .filter(({ isSet }) => names.length > 0 || isSet)
  refuse([...unknown, ...all.flatMap(({ faults }) => faults)])
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
