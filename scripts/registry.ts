/** The registered providers, as scripts ask about them: whichever provider it is. */
import type { AnyProvider } from "../src/operation.ts"
import * as providers from "../src/providers.ts"
import * as services from "../src/services.ts"

/** Every provider's record, in the alphabetical order of their slugs. */
export const registry: ReadonlyMap<string, AnyProvider> = new Map(Object.entries<AnyProvider>(providers))

/** The public name of a provider's token set: the one under which its service exports the schema. */
export const tokenSetName = (provider: string): string => {
  const tokens = registry.get(provider)?.tokens
  const [name] = Object.entries(services).find(([, exported]) => exported === tokens) ?? []
  if (name === undefined)
    throw new Error(`src/providers/${provider}/service.ts does not export the token set's schema.`)
  return name
}

/** The public names of the Effect services. A provider may have more than one. */
export const serviceNames: ReadonlyArray<string> = Object.entries<object>(services).flatMap(([name, exported]) =>
  "layer" in exported ? [name] : [],
)
