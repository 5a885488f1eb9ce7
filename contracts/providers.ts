/** The records of the providers: one for each provider of the client, found by its name. */
import { existsSync } from "node:fs"
import { join } from "node:path"
import * as providers from "../src/providers.ts"
import type { Contract, OperationContract, Outcome, ProviderName } from "./contract.ts"
import type { OperationName } from "./spec/specs.ts"

/** A provider's record, whichever provider it is. */
export interface ProviderContract extends Omit<Contract<ProviderName>, "operations" | "scenes"> {
  readonly operations: { readonly [operationId: string]: OperationContract }
  readonly scenes: { readonly [answer: string]: AnyScene }
}

/** A scene of any provider, to be played with the stage of that provider. */
export interface AnyScene {
  readonly operation: string
  readonly options?: object
  readonly play: (stage: never) => Promise<unknown>
}

/** Where the record of a provider stands. */
export const contractFile = (provider: string) => `contracts/providers/${provider}.ts`

/** The names of the providers that have a client, in alphabetical order. */
export const providerNames: ReadonlyArray<string> = Object.keys(providers).sort()

/** The records that are there. A provider without one is a failing test of contracts/providers.test.ts. */
export const contracts: ReadonlyMap<string, ProviderContract> = new Map(
  await Promise.all(
    providerNames
      .filter((name) => existsSync(join(import.meta.dirname, "providers", `${name}.ts`)))
      .map(async (name) => {
        const { contract }: { contract: ProviderContract } = await import(`./providers/${name}.ts`)
        return [name, contract] as const
      }),
  ),
)

/** Whether a provider has a client. A spec without one is mocked, and its answers have no outcome. */
export const hasClient = (provider: string): boolean => Object.hasOwn(providers, provider)

/** Every operation of the client. */
export const clientOperations: ReadonlyArray<OperationName> = Object.values(providers).flatMap(({ name, operations }) =>
  Object.keys(operations).map((operationId) => ({ provider: name, operationId })),
)

/** What the record of a provider says of an operation; nothing where the provider has no client. */
export const operationContract = ({ provider, operationId }: OperationName): Partial<OperationContract> | undefined =>
  hasClient(provider) ? (contracts.get(provider)?.operations[operationId] ?? {}) : undefined

/** What an answer means to a caller, by its status and the name of its example. */
export const outcomeOf = (operation: OperationName, status: string | number, example: string): Outcome | undefined =>
  operationContract(operation)?.answers?.[status]?.[example]

/** The tag of an error; nothing for tokens. */
export const tagOf = ({ _tag }: Outcome): string | undefined => (typeof _tag === "string" ? _tag : undefined)

/** An outcome by its name: the tag of an error, or tokens. */
export const outcomeName = (outcome: Outcome): string => tagOf(outcome) ?? "tokens"

/** The tags that an operation can fail with. */
export const failuresOf = (operation: OperationName): ReadonlyArray<string> =>
  Object.entries(operationContract(operation)?.fails ?? {}).flatMap(([tag, isPossible]) => (isPossible ? [tag] : []))
