/** The providers that meet the faults: those of the client, and two that live in tests only. */
import { join } from "node:path"
import type { AnyProvider } from "../../src/operation.ts"
import * as registry from "../../src/providers.ts"
import { contract, postContract } from "../oauth/contract.ts"
import { oauthpost } from "../oauth/post.ts"
import { oauth } from "../oauth/provider.ts"
import { contractFile, contracts, type ProviderContract } from "../providers.ts"
import { readSpecs, root, type Spec } from "../spec/specs.ts"

/** A provider, what is known of it, and where its Effect services are. */
export interface Known {
  readonly provider: AnyProvider
  readonly contract: ProviderContract
  readonly spec: Spec
  /** The file that exports them, as it is imported from here. */
  readonly services: string
}

const home = "contracts/oauth"
const specs = [...(await readSpecs()), ...(await readSpecs(join(root, home, "specs")))]

const knownOf = (provider: AnyProvider, contract: ProviderContract | undefined, services: string): Known => {
  const spec = specs.find((one) => one.provider === provider.name)
  if (contract === undefined) throw new Error(`${contractFile(provider.name)} is missing: state its outcomes.`)
  if (spec === undefined) throw new Error(`There is no spec of ${provider.name}.`)
  return { provider, contract, spec, services }
}

/** Those that live in tests only. */
export const inTests: ReadonlyArray<Known> = [
  knownOf(oauth, contract, "../oauth/service.ts"),
  knownOf(oauthpost, postContract, "../oauth/post.ts"),
]

export const known: ReadonlyArray<Known> = [
  ...Object.values<AnyProvider>(registry).map((one) =>
    knownOf(one, contracts.get(one.name), `../../src/providers/${one.name}/service.ts`),
  ),
  ...inTests,
]
