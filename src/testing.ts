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
import type { SimulatedAnswer } from "./testing/answer.ts"
import { makeClock, type SimulatedClock } from "./testing/clock.ts"
import { makeFetch, type SimulatedFetch } from "./testing/fetch.ts"
import type { Received } from "./testing/journal.ts"
import type { WireRequest } from "./testing/request.ts"
import { serve } from "./testing/server.ts"
import type { AnySimulated, Simulation } from "./testing/simulated.ts"

export type * from "./simulators.ts"
export type { SimulatedAnswer } from "./testing/answer.ts"
export type { SimulatedClock } from "./testing/clock.ts"
export type { Fault, FaultAsked } from "./testing/fault.ts"
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
export type { Problem, WireRequest } from "./testing/request.ts"
export { PortInUse } from "./testing/server.ts"
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
  /** Lets time pass by itself, too: for a simulator that stands beside a service rather than in a test. */
  readonly runs?: boolean
}

/** All simulated providers. */
export interface Simulator extends SimulatedProviders {
  readonly clock: SimulatedClock
  /** Reaches only the providers, at their production and staging addresses. */
  readonly fetch: SimulatedFetch
  /** For `createTokenExchange`: every credential, and the `fetch`. */
  readonly settings: SimulatorSettings & { readonly fetch: SimulatedFetch }
  /** For `createVault`, with a `store`: {@link settings}, a key for tests, and the simulator's clock as the vault's. */
  readonly vaultSettings: Simulator["settings"] & {
    readonly keys: { readonly test: Uint8Array }
    readonly now: () => number
  }
  /** Starts a server on loopback for each provider. Close them, or let `await using` do it. */
  readonly listen: (options?: ListenOptions) => Promise<SimulatorServers>
}

/** How the simulated providers listen. */
export interface ListenOptions {
  /**
   * The port of the first provider; the others have the next ones, in alphabetical order. By default free ports. Rejects
   * with a {@link PortInUse} where something else listens, and then no server runs.
   */
  readonly port?: number
  /** Takes each journal entry as it is written. */
  readonly onReceived?: (received: Received) => void
  /** Answers at paths that the provider does not have. `undefined` leaves the request to it. */
  readonly control?: (provider: keyof SimulatedProviders, request: WireRequest) => SimulatedAnswer | undefined
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
export const createSimulator = ({ now = new Date(), runs = false, ...options }: SimulatorOptions = {}): Simulator => {
  const clock = makeClock(now, runs)
  const made = Object.entries(simulators).map(([name, simulate]) => {
    const simulation: Simulation<AnySimulated> = simulate(clock, options[name as keyof OptionsByProvider])
    return { name, ...simulation }
  })
  /** One entry for each provider. The types lose the names; they are those of the simulators. */
  const byName = <All>(of: (one: (typeof made)[number]) => unknown): All =>
    Object.fromEntries(made.map((one) => [one.name, of(one)])) as All
  const fetch = makeFetch(made.map(({ wire }) => wire))
  const listen = async ({ port = 0, onReceived, control }: ListenOptions = {}) => {
    checkPort(port, made.length)
    const servers = new Map<string, Awaited<ReturnType<typeof serve>>>()
    const baseUrlOf = (name: string) => servers.get(name)?.baseUrl
    const close = async () => {
      await Promise.all([...servers.values()].map((server) => server.close()))
    }
    try {
      for (const [index, { name, wire, provider }] of made.entries()) {
        const told: typeof wire = {
          ...wire,
          receive: (request, fault) => {
            const answer = wire.receive(request, fault)
            const received = provider.journal.at(-1)
            if (received !== undefined) onReceived?.(received)
            return answer
          },
        }
        // The names are those of the simulators.
        const own = control?.bind(null, name as keyof SimulatedProviders)
        servers.set(name, await serve(told, port && port + index, own))
      }
    } catch (cause) {
      await close()
      throw cause
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
  const settings = { ...byName<SimulatorSettings>(({ provider }) => provider.settings), fetch }
  return {
    ...byName<SimulatedProviders>(({ provider }) => provider),
    clock,
    fetch,
    settings,
    vaultSettings: { ...settings, keys: { test: testKey() }, now: () => clock.now().getTime() },
    listen,
  }
}

/** The same for every simulator, so that one opens what a vault of another has kept. */
const testKey = () => new Uint8Array(32).fill(1)

const checkPort = (port: number, servers: number): void => {
  const last = 65_536 - servers
  if (!Number.isInteger(port) || port < 0 || port > last)
    throw new RangeError(`port must be a whole number from 0 to ${last}, since ${servers} servers follow each other.`)
}
