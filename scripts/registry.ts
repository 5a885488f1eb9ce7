/** The registered providers and services, for the scripts. */
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { InvalidSettings } from "../src/checked.ts"
import type { AnyProvider } from "../src/operation.ts"
import * as providers from "../src/providers.ts"
import * as exportsOfServices from "../src/services.ts"

/** Every provider's record, in the alphabetical order of their slugs. */
export const registry: ReadonlyMap<string, AnyProvider> = new Map(Object.entries<AnyProvider>(providers))

/** The Effect service of a provider. */
export interface AnyService {
  readonly layer: Layer.Layer<never, InvalidSettings>
}

/** The Effect services by their public names. A provider may have more than one. */
export const services: ReadonlyMap<string, AnyService> = new Map(
  Object.entries<object>(exportsOfServices).filter(
    // The other exports are schemas of token sets.
    (entry): entry is [string, AnyService] => "layer" in entry[1],
  ),
)

/** The public name of a provider's token set: the one under which its service exports the schema. */
export const tokenSetName = (provider: string): string => {
  const tokens = registry.get(provider)?.tokens
  const [name] = Object.entries<object>(exportsOfServices).find(([, exported]) => exported === tokens) ?? []
  if (name === undefined)
    throw new Error(`src/providers/${provider}/service.ts does not export the token set's schema.`)
  return name
}

/** The variables of which a layer complains in an environment with `read()` for every variable. */
export const complaintsOf = (
  { layer }: AnyService,
  read: () => ConfigProvider.Node | undefined,
): ReadonlyArray<string> =>
  Layer.build(layer).pipe(
    Effect.match({ onFailure: ({ faults }) => faults.map(({ setting }) => setting), onSuccess: () => [] }),
    Effect.scoped,
    Effect.provide(ConfigProvider.layer(ConfigProvider.make(() => Effect.succeed(read())))),
    Effect.runSync,
  )

/** A value that is valid only for a secret. */
export const nonsense = () => ConfigProvider.makeValue("?")
