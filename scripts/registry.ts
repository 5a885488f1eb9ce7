/** The registered providers and services, as scripts ask about them: whichever provider it is. */
import type * as Layer from "effect/Layer"
import type { InvalidSettings } from "../src/config.ts"
import type { AnyProvider } from "../src/operation.ts"
import * as providers from "../src/providers.ts"
import * as exportsOfServices from "../src/services.ts"

/** Every provider's record, in the alphabetical order of their slugs. */
export const registry: ReadonlyMap<string, AnyProvider> = new Map(Object.entries<AnyProvider>(providers))

/** The Effect service of a provider. */
interface AnyService {
  readonly layer: Layer.Layer<never, InvalidSettings>
}

/** The Effect services by their public names. A provider may have more than one. */
export const services: ReadonlyMap<string, AnyService> = new Map(
  Object.entries<object>(exportsOfServices).filter(
    // Beside services there are only the schemas of token sets.
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
