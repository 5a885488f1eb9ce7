/**
 * Simulated providers for the tests of a service: stateful like the real ones, as one `fetch` or as HTTP servers on
 * loopback. And for the store of a vault: the laws that it must hold, and faults.
 *
 * @example
 * const simulator = createSimulator()
 * const exchange = createTokenExchange(simulator.settings)
 * const { data } = await exchange.dapi.exchangeToken(simulator.dapi.issueGrant())
 *
 * @module
 */
import * as simulators from "./simulators.ts"
import { makeClock, type SimulatedClock } from "./testing/clock.ts"
import { makeFetch, type SimulatedFetch } from "./testing/fetch.ts"
import { serve } from "./testing/server.ts"
import type { AnySimulated, Simulation } from "./testing/simulated.ts"

export type * from "./simulators.ts"
export type { SimulatedAnswer } from "./testing/answer.ts"
export type { SimulatedClock } from "./testing/clock.ts"
export type { Fault } from "./testing/fault.ts"
export {
  type FaultyStore,
  type FaultyStoreOptions,
  faultyStore,
  type HeldCall,
  type StoreCall,
  type StoreFault,
  type StoreMethod,
} from "./testing/faulty-store.ts"
export type { SimulatedFetch } from "./testing/fetch.ts"
export type { Received } from "./testing/journal.ts"
export type { Problem } from "./testing/request.ts"
export type { Simulated } from "./testing/simulated.ts"
export { type StoreLaw, storeLaws } from "./testing/store-laws.ts"
export type { Stored, VaultStore } from "./vault/store.ts"

type Simulators = typeof simulators

/** Each simulated provider, by its slug. */
export type SimulatedProviders = { readonly [Name in keyof Simulators]: ReturnType<Simulators[Name]>["provider"] }

type OptionsByProvider = { readonly [Name in keyof Simulators]?: NonNullable<Parameters<Simulators[Name]>[1]> }

/** How the simulated providers are set up. */
export interface SimulatorOptions extends OptionsByProvider {
  /**
   * The time at the providers, which stands still until `clock.advance`. By default now: the client uses its own clock
   * to reject an expired access code.
   */
  readonly now?: Date
}

/** All simulated providers. */
export interface Simulator extends SimulatedProviders {
  readonly clock: SimulatedClock
  /** Reaches only the providers, at their production and staging addresses. */
  readonly fetch: SimulatedFetch
  /** For `createTokenExchange`: every credential, and the `fetch`. */
  readonly settings: SimulatorSettings & { readonly fetch: SimulatedFetch }
  /** Starts a server on loopback for each provider. Close them, or let `await using` do it. */
  readonly listen: () => Promise<SimulatorServers>
}

/** Credentials that the simulated providers know. */
export type SimulatorSettings = { readonly [Name in keyof SimulatedProviders]: SimulatedProviders[Name]["settings"] }

/** The simulated providers over HTTP. */
export interface SimulatorServers extends AsyncDisposable {
  readonly baseUrls: { readonly [Name in keyof SimulatedProviders]: string }
  /** For `createTokenExchange`: every credential, and where the servers are. */
  readonly settings: {
    readonly [Name in keyof SimulatorSettings]: SimulatorSettings[Name] & { readonly baseUrl: string }
  }
  /** Ends every connection and every server. */
  readonly close: () => Promise<void>
}

/** Creates all providers, with nothing issued or spent. */
export const createSimulator = ({ now = new Date(), ...options }: SimulatorOptions = {}): Simulator => {
  const clock = makeClock(now)
  const made = Object.entries(simulators).map(([name, simulate]) => {
    const simulation: Simulation<AnySimulated> = simulate(clock, options[name as keyof OptionsByProvider])
    return { name, ...simulation }
  })
  /** One entry for each provider. The types lose the names; they are those of the simulators. */
  const byName = <All>(of: (one: (typeof made)[number]) => unknown): All =>
    Object.fromEntries(made.map((one) => [one.name, of(one)])) as All
  const fetch = makeFetch(made.map(({ wire }) => wire))
  const listen = async () => {
    const servers = new Map(await Promise.all(made.map(async ({ name, wire }) => [name, await serve(wire)] as const)))
    const baseUrlOf = (name: string) => servers.get(name)?.baseUrl
    const close = async () => {
      await Promise.all([...servers.values()].map((server) => server.close()))
    }
    return {
      baseUrls: byName<SimulatorServers["baseUrls"]>(({ name }) => baseUrlOf(name)),
      settings: byName<SimulatorServers["settings"]>(({ name, provider }) => ({
        ...provider.settings,
        baseUrl: baseUrlOf(name),
      })),
      close,
      [Symbol.asyncDispose]: close,
    }
  }
  return {
    ...byName<SimulatedProviders>(({ provider }) => provider),
    clock,
    fetch,
    settings: { ...byName<SimulatorSettings>(({ provider }) => provider.settings), fetch },
    listen,
  }
}
