/** What settings give: the providers that are configured, and the operations whose credentials are set. Types only. */
import type { Provider } from "./operation.ts"

/** The settings of a provider. */
export type SettingsOf<P> =
  P extends Provider<infer _Client, infer Settings, infer _Tokens, infer _Needs> ? Settings : never

/** Keys whose value is certainly set. */
export type Certain<T> = { [Key in keyof T]-?: undefined extends T[Key] ? never : Key }[keyof T]

/** Keys whose value may be set, or absent. */
export type Possible<T> = {
  [Key in keyof T]-?: undefined extends T[Key] ? ([T[Key]] extends [undefined] ? never : Key) : never
}[keyof T]

/** Of `All`, by the keys of settings: what is certainly configured, and, optional, what may be. */
export type Configured<All, Settings> = And<
  Pick<All, Certain<Settings> & keyof All>,
  Partial<Pick<All, Possible<Settings> & keyof All>>
>

/**
 * Operations whose credentials are among the settings; optional where a credential may be absent. Where one is missing,
 * the compiler's message names it.
 */
export type Available<Client, Needs, Settings> = [keyof Client] extends [Callable<Client, Needs, Settings>]
  ? Client
  : And<
      And<
        Pick<Client, Callable<Client, Needs, Settings>>,
        Partial<Pick<Client, Needing<Client, Needs, Possible<Settings>>>>
      >,
      Lacking<
        Needs,
        Exclude<keyof Needs, Callable<Client, Needs, Settings> | Needing<Client, Needs, Possible<Settings>>>
      >
    >

type Lacking<Needs, Name extends keyof Needs> = { readonly [One in Name]: MissingCredential<Needs[One]> }

/** The names of operations whose credentials are certainly among the settings. */
export type Callable<Client, Needs, Settings> =
  | Exclude<keyof Client, keyof Needs>
  | Needing<Client, Needs, Certain<Settings>>

/** The names of operations that need one of these credentials beyond those that every operation needs. */
type Needing<Client, Needs, Credential> = {
  [Name in keyof Client & keyof Needs]: Needs[Name] extends Credential ? Name : never
}[keyof Client & keyof Needs]

/** Both, or the first alone where the second is empty: it is what an editor shows. */
type And<First, Second> = [keyof Second] extends [never] ? First : First & Second

/** In place of an operation that cannot be called, since a credential is missing from the settings. */
export interface MissingCredential<out Credential> {
  readonly [missing]: Credential
}

declare const missing: unique symbol

/** Settings without any that nobody knows: a misspelt one does not compile, and the message says what was meant. */
export type Only<Given, Known> = Given & {
  readonly [Extra in Exclude<keyof Given, keyof Known>]: Unknown<Extra, keyof Known>
}

/** The type of a setting that nobody knows: no value has it, and the compiler's message prints it. */
export type Unknown<Extra, Known> = Extra extends string
  ? [Meant<Extra, Known>] extends [never]
    ? UnknownSetting<`unknown setting \`${Extra}\``>
    : UnknownSetting<`unknown setting \`${Extra}\`: did you mean \`${Meant<Extra, Known>}\`?`>
  : never

/** An interface, since a text and a message would be `never` together. */
interface UnknownSetting<out Message extends string> {
  readonly [message]: Message
}

declare const message: unique symbol

/** The names that differ in capitals, `_` and `-` only. */
type Meant<Extra extends string, Known> = Known extends string
  ? Plain<Extra> extends Plain<Known>
    ? Known
    : never
  : never

type Plain<Name extends string> = Name extends `${infer Head}${"_" | "-"}${infer Tail}`
  ? Plain<`${Head}${Tail}`>
  : Lowercase<Name>
