/** Every operation in both APIs, called with the spec's examples, their secrets replaced by canaries. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import type { ProviderService } from "../../src/effect.ts"
import type {
  CallOptions,
  Credential,
  Fetch,
  OnRedemption,
  ProviderSettings,
  Redemption,
  RedemptionError,
} from "../../src/index.ts"
import { createClients } from "../../src/promise.ts"
import type { OrphanedOutcome } from "../../src/settings.ts"
import type { AnyTokenSet } from "../../src/token-set.ts"
import type { JsonObject } from "../spec/specs.ts"
import { canaries, type Secrets } from "./canaries.ts"
import { credentialsOf, type FaultOperation, type Kind, operations } from "./operations.ts"
import { known } from "./providers.ts"

/** The outcome of a redemption whose caller gave up, at any provider. */
export type Orphan = OrphanedOutcome<AnyTokenSet>

/** How an operation is set up. */
export interface Setting {
  /** By default that of the provider. */
  readonly baseUrl?: string
  /** The provider's deadline in milliseconds. */
  readonly timeout?: number
  readonly fetch?: Fetch
  readonly onOrphaned?: (outcome: Orphan) => void | Promise<void>
  readonly onRedemption?: OnRedemption
  /** By default canaries in kebab case. */
  readonly secrets?: Secrets
  /** How the settings hold their secrets. By default as text. */
  readonly keep?: (secret: string) => Credential
}

type Redeemed = Promise<Redemption<AnyTokenSet, RedemptionError>>

export interface Call extends FaultOperation {
  /** A client of its own for all the calls. */
  readonly connected: (setting: Setting) => (options?: CallOptions) => Redeemed
  readonly promise: (setting: Setting, options?: CallOptions) => Redeemed
  readonly effect: (setting: Setting, options?: CallOptions) => Effect.Effect<AnyTokenSet, RedemptionError>
}

interface Operations<Outcome> {
  readonly [operationId: string]: (input: object, options?: CallOptions) => Outcome
}

type AnyExchange = { readonly [provider: string]: Operations<Redeemed> }
type AnyService = ProviderService<"any", Operations<Effect.Effect<AnyTokenSet, RedemptionError>>, ProviderSettings>

/** `fields`, each secret among them replaced by its canary, which `wrap` wraps. */
const withCanaries = (
  fields: JsonObject,
  names: ReadonlyArray<string>,
  secrets: Secrets,
  wrap: (secret: string) => unknown,
) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const secret = names.includes(name) ? secrets[name] : undefined
      return [name, secret === undefined ? value : wrap(secret)]
    }),
  )

const asText = (secret: string): string => secret

/** Every credential of the provider. */
const settingsOf = (provider: string, { baseUrl, timeout, secrets = canaries, keep = asText }: Setting) => {
  const names = operations.filter((one) => one.provider === provider).flatMap((one) => one.secrets)
  return {
    ...withCanaries(credentialsOf(provider), names, secrets, keep),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(timeout !== undefined && { timeout }),
  }
}

const sharedOf = ({ fetch, onOrphaned, onRedemption }: Setting) => ({
  ...(fetch && { fetch }),
  ...(onOrphaned && { onOrphaned }),
  ...(onRedemption && { onRedemption }),
})

/** Throws when the API lacks an operation of the registry. */
const operationOf = <Outcome>(client: Operations<Outcome> | undefined, { name, operationId }: FaultOperation) => {
  const redeem = client?.[operationId]
  if (redeem === undefined) throw new Error(`The client has no ${name}.`)
  return redeem
}

const providers = Object.fromEntries(known.map(({ provider }) => [provider.name, provider]))

/** The services that a provider's folder exports. */
const servicesOf = async (provider: string): Promise<ReadonlyArray<AnyService>> => {
  const file = known.find((one) => one.provider.name === provider)?.services ?? ""
  const exported: object = await import(file)
  return Object.values(exported).filter((value): value is AnyService => "layerWith" in Object(value))
}

const operationsIn = (service: AnyService, provider: string) =>
  Effect.runSync(
    service
      .use((client) => Effect.succeed(Object.keys(client)))
      .pipe(Effect.provide(service.layerWith(credentialsOf(provider)))),
  )

/** The service with the fewest operations that has this one, since it needs the fewest credentials. */
const serviceOf = async ({ name, provider, operationId }: FaultOperation): Promise<AnyService> => {
  const [service] = (await servicesOf(provider))
    .filter((one) => operationsIn(one, provider).includes(operationId))
    .sort((one, other) => operationsIn(one, provider).length - operationsIn(other, provider).length)
  if (service === undefined) throw new Error(`No service of ${provider} has ${name}.`)
  return service
}

const callOf = async (operation: FaultOperation): Promise<Call> => {
  const { provider, input, secrets: names } = operation
  const service = await serviceOf(operation)
  const connected: Call["connected"] = (setting) => {
    const settings = { ...sharedOf(setting), [provider]: settingsOf(provider, setting) }
    // As `createTokenExchange` does, with one provider more.
    const exchange = createClients<AnyExchange>(providers, settings)
    const redeem = operationOf(exchange[provider], operation)
    return (options) => redeem(withCanaries(input, names, setting.secrets ?? canaries, asText), options)
  }
  return {
    ...operation,
    connected,
    promise: (setting, options) => connected(setting)(options),
    effect: (setting, options) => {
      const redemption = service.use((client) =>
        operationOf(client, operation)(withCanaries(input, names, setting.secrets ?? canaries, Redacted.make), options),
      )
      const layer = service.layerWith({ ...sharedOf(setting), ...settingsOf(provider, setting) })
      // A scope that stays open, as an application's does: closing it would wait for what runs on.
      const context = Effect.flatMap(Scope.make(), (scope) => Layer.buildWithScope(layer, scope))
      return Effect.flatMap(context, (built) => Effect.provide(redemption, built))
    },
  }
}

export const calls: ReadonlyArray<Call> = await Promise.all(operations.map(callOf))

/** The first operation of a kind. */
export const firstOf = (kind: Kind): Call => {
  const found = calls.find((call) => call.kind === kind)
  if (found === undefined) throw new Error(`No operation is ${kind}.`)
  return found
}
