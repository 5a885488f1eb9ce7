/**
 * Settings are checked once, when a client is made. A fault names its setting and quotes no value, which may be a
 * secret.
 */
import * as Data from "effect/Data"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { type AnyProvider, credentialNames } from "./operation.ts"
import { type Defaults, type ProviderSettings, type SharedSettings, urlOf } from "./settings.ts"

/** A setting that cannot be used. */
export interface SettingFault {
  /** Its name, such as `dapi.appSecret`, or the variable that it comes from. */
  readonly setting: string
  /** What is wrong with it, without its value. */
  readonly problem: string
}

/**
 * No client can be made of these settings. The error lists everything that is wrong with them, and quotes no value.
 * Correct them: no call was made.
 */
export class InvalidSettings extends Data.TaggedError("InvalidSettings")<{
  readonly faults: ReadonlyArray<SettingFault>
  readonly message: string
}> {
  constructor(faults: ReadonlyArray<SettingFault>) {
    const sentences = faults.map(({ setting, problem }) => `${setting} ${problem}`)
    super({ faults, message: `Invalid settings: ${sentences.join("; ")}.` })
  }
}

/** The name under which a caller knows a setting; without one, that of all settings together. */
type NameOf = (setting?: string) => string
type Values = { readonly [setting: string]: unknown }

/** What is wrong with a value that is there. */
type Check = (value: unknown, all: Values, nameOf: NameOf) => string | undefined

/** What settings must be. There is no setting without a check. */
interface Rules {
  readonly checks: { readonly [setting: string]: Check }
  readonly required: ReadonlyArray<string>
  readonly nameOf: NameOf
}

const credential: Check = (value) => {
  if (typeof value === "function") return undefined
  // A secret that was wiped cannot be opened.
  const text = Redacted.isRedacted(value) ? Result.getOrUndefined(Result.try(() => Redacted.value(value))) : value
  if (text === undefined) return "is missing"
  if (text === "") return "is empty"
  return typeof text === "string" ? undefined : "must be text, Redacted text or a function"
}

const loopback = /^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/

const baseUrl =
  (servers: Defaults["servers"]): Check =>
  (value, { allowInsecure }, nameOf) => {
    const url = Result.getOrUndefined(Result.try(() => urlOf(servers, value)))
    // An empty query or fragment shows in the whole URL only.
    if (!url || !/^https?:[^?#]*$/.test(url.href) || url.username || url.password) {
      const names = Object.keys(servers).filter((name) => name !== servers[name])
      return `must be ${[...names, "an http or https URL without user, password, query and fragment"].join(" or ")}`
    }
    if (url.protocol === "https:" || allowInsecure === true || loopback.test(url.hostname)) return undefined
    return `must begin with https://, since plain HTTP shows every secret on the way; ${nameOf("allowInsecure")} allows it`
  }

/** Whether a timeout is one that ends, and not at once. */
export const isPositive = (value: unknown): boolean =>
  typeof value === "number" && value > 0 && value < Number.POSITIVE_INFINITY

const timeout: Check = (value) => (isPositive(value) ? undefined : "must be a positive, finite number of milliseconds")

const retries: Check = (value) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : "must be a whole number, 0 or more"

const isBoolean: Check = (value) => (typeof value === "boolean" ? undefined : "must be true or false")
const isFunction: Check = (value) => (typeof value === "function" ? undefined : "must be a function")

const providerChecks = ({ servers }: Defaults) =>
  ({
    baseUrl: baseUrl(servers),
    timeout,
    retries,
    allowInsecure: isBoolean,
  }) satisfies { readonly [Setting in keyof Required<ProviderSettings>]: Check }

/** The checks of what is set for all providers together. */
export const sharedChecks = {
  fetch: isFunction,
  onOrphaned: isFunction,
  onRedemption: isFunction,
  waitUntil: isFunction,
} satisfies { readonly [Setting in keyof Required<SharedSettings<never>>]: Check }

/** Names of the credentials without which no operation works. */
const neededByAll = ({ operations }: AnyProvider): ReadonlyArray<string> =>
  credentialNames(operations).filter((name) =>
    Object.values(operations).every(({ credentials }) => credentials.includes(name)),
  )

/** The rules of one provider's settings, and of `more`. */
export const rulesOf = (
  provider: AnyProvider,
  required = neededByAll(provider),
  more: Rules["checks"] = {},
): Rules => ({
  checks: {
    ...Object.fromEntries(credentialNames(provider.operations).map((name) => [name, credential])),
    ...providerChecks(provider),
    ...more,
  },
  required,
  nameOf: (setting) => (setting === undefined ? provider.name : `${provider.name}.${setting}`),
})

/** Reads each setting once, and finds what is wrong with it. `null` counts as absent. */
export const check = <Settings extends object>(given: unknown, { checks, required, nameOf }: Rules) => {
  const source: Values = Object(given ?? {})
  const names = [...new Set([...Object.keys(checks), ...Object.keys(source)])]
  const values: Values = Object.fromEntries(names.map((name) => [name, source[name] ?? undefined]))
  const problemOf = (name: string) => {
    const value = values[name]
    if (value === undefined) return required.includes(name) ? "is missing" : undefined
    if (Object.hasOwn(checks, name)) return checks[name]?.(value, values, nameOf)
    return `is unknown: there are ${Object.keys(checks).join(", ")}`
  }
  const faultOf = (name: string): ReadonlyArray<SettingFault> => {
    const problem = problemOf(name)
    return problem === undefined ? [] : [{ setting: nameOf(name), problem }]
  }
  const isObject = typeof (given ?? source) === "object"
  const faults = isObject ? names.flatMap(faultOf) : [{ setting: nameOf(), problem: "must be an object" }]
  // Without a fault, each value has passed its check.
  return { settings: values as Settings, faults }
}

/** @throws {InvalidSettings} when there is a fault. */
export const refuse = (faults: ReadonlyArray<SettingFault>): void => {
  if (faults.length > 0) throw new InvalidSettings(faults)
}

/**
 * The settings of one provider, the shared ones among them.
 *
 * @throws {InvalidSettings}
 */
export const checked = <Settings extends object>(
  provider: AnyProvider,
  given: Settings,
  required?: ReadonlyArray<string>,
): Settings => {
  const { settings, faults } = check<Settings>(given, rulesOf(provider, required, sharedChecks))
  refuse(faults)
  return settings
}
