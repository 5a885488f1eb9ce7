/**
 * Redemptions as functions that return promises.
 */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { check, checked, refuse, rulesOf, sharedChecks } from "./checked.ts"
import { connect } from "./client.ts"
import type { Available } from "./configured.ts"
import type { RedemptionError } from "./errors.ts"
import type { AnyProvider, CallOptions, Provider, Redeem } from "./operation.ts"
import { makeOwner, type Owner } from "./owner.ts"
import { type ProviderSettings, resolve, type SharedSettings } from "./settings.ts"
import { type AnyTokenSet, plainText } from "./token-set.ts"
import { warning } from "./warning.ts"

/** The result of a redemption: tokens or an error, never both. */
export type Redemption<Tokens, Failure> =
  | { readonly data: Tokens; readonly error?: never }
  | { readonly data?: never; readonly error: Failure }

/** Operations as functions that return promises. */
export type Promised<Operations> = {
  readonly [Name in keyof Operations]: Exclude<Operations[Name], undefined> extends Redeem<
    infer Input,
    infer Tokens,
    infer Failure
  >
    ? (input: Input, options?: CallOptions<Tokens>) => Promise<Redemption<Tokens, Failure>>
    : Operations[Name]
}

/** The functions of a provider whose credentials are among the settings. */
export type ClientOf<P, Settings> =
  P extends Provider<infer Client, infer _Settings, infer _Tokens, infer Needs>
    ? Promised<Available<Client, Needs, Settings>>
    : never

/**
 * Waits for what is under way: redemptions, and the hook of those that run on without their callers. The functions work
 * on after it. A type and not `AsyncDisposable`: an object with it still is a record of providers, or of operations.
 */
export type Idle = {
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

const settled = {
  onFailure: (error: RedemptionError) => ({ error }),
  onSuccess: (data: AnyTokenSet) => ({ data }),
}

/**
 * The functions of a provider, by name: those whose credentials are set. What they have under way belongs to the owner.
 */
const promised = <Client>(
  { operations, ...provider }: AnyProvider,
  own: ProviderSettings,
  shared: SharedSettings<never>,
  owner: Owner,
): Promised<Client> => {
  const settings = resolve(provider, own, shared)
  const available = Object.entries(operations).filter(([, { credentials }]) =>
    credentials.every((name) => settings.credentials[name] !== undefined),
  )
  const client = connect<{ readonly [name: string]: Redeem<never, AnyTokenSet, RedemptionError> }>(
    { ...provider, operations: Object.fromEntries(available) },
    settings,
    warning,
    owner,
  )
  const functions = Object.entries(client).map(([name, redeem]) => [
    name,
    (input: never, options?: CallOptions) => Effect.runPromise(Effect.match(redeem(input, options), settled)),
  ])
  // Object.fromEntries loses which function belongs to which name; each is built from its own operation.
  return Object.fromEntries(functions) as Promised<Client>
}

const waitingFor = ({ idle }: Owner): Idle => ({ [Symbol.asyncDispose]: () => Effect.runPromise(idle) })

/**
 * The functions of one provider alone, from settings that hold the shared ones too.
 *
 * @throws {InvalidSettings}
 */
export const createClient = <Client>(
  provider: AnyProvider,
  given: ProviderSettings & SharedSettings<never>,
): Promised<Client> & Idle => {
  const settings = checked(provider, given)
  const owner = makeOwner()
  return { ...promised<Client>(provider, settings, settings, owner), ...waitingFor(owner) }
}

/**
 * The functions of every configured provider, by its slug.
 *
 * @throws {InvalidSettings}
 */
export const createClients = <Clients>(
  providers: { readonly [slug: string]: AnyProvider },
  given: object,
): Clients & Idle => {
  const shared = check<SharedSettings<never> & { readonly [slug: string]: unknown }>(given, {
    // The settings of a provider have their own rules.
    checks: { ...Object.fromEntries(Object.keys(providers).map((slug) => [slug, () => undefined])), ...sharedChecks },
    required: [],
    nameOf: (setting = "settings") => setting,
  })
  const configured = Object.entries(providers)
    .filter(([slug]) => shared.settings[slug] !== undefined)
    .map(([slug, provider]) => ({
      slug,
      provider,
      own: check<ProviderSettings>(shared.settings[slug], rulesOf(provider)),
    }))
  refuse([shared, ...configured.map(({ own }) => own)].flatMap(({ faults }) => faults))
  const owner = makeOwner()
  const clients = configured.map(({ slug, provider, own }) => [
    slug,
    promised(provider, own.settings, shared.settings, owner),
  ])
  // Object.fromEntries loses the names; they are those of the settings, from which the type is built.
  return { ...(Object.fromEntries(clients) as Clients), ...waitingFor(owner) }
}

/** The text of a secret. Keep it out of logs, errors and URLs. */
export const reveal = (secret: Redacted.Redacted<string>): string => Redacted.value(secret)

/** Writes token sets of a schema as plain text, and reads them back. */
export const plainTextOf = <Tokens>(schema: Schema.Codec<Tokens, unknown>) => {
  const { serializeTokens, restoreTokens } = plainText(schema)
  return {
    serializeTokens,
    restoreTokens: (text: string): Tokens => Result.getOrThrowWith(restoreTokens(text), (error) => error),
  }
}
