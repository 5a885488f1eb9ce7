/** The registered providers, as the commands know them: by name. */
import type { AnyOperations, AnyProvider } from "../operation.ts"
import * as providers from "../providers.ts"
import { publicName } from "../refusal.ts"

export const registry: ReadonlyMap<string, AnyProvider> = new Map(Object.entries<AnyProvider>(providers))

export type AnyOperation = AnyOperations[string]

/** The fields of an operation's input, by their names on the wire: without the app's credentials. */
export const inputFieldsOf = ({ descriptor, credentials }: AnyOperation): ReadonlyArray<string> =>
  descriptor.fields.filter((field) => !credentials.includes(publicName(field)))
