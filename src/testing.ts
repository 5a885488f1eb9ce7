/**
 * The three providers without a network, for the tests of a service: stateful as the real ones, as one `fetch` or as
 * HTTP servers on loopback.
 *
 * @example
 * const simulator = createSimulator()
 * const exchange = createTokenExchange(simulator.settings)
 * const { data } = await exchange.dapi.exchangeToken(simulator.dapi.issueGrant())
 *
 * @module
 */

import { type AISquareRotation, type SimulatedAISquare, simulateAISquare } from "./providers/aisquare/simulator.ts"
import { type SimulatedDapi, simulateDapi } from "./providers/dapi/simulator.ts"
import { type SimulatedFinqware, simulateFinqware } from "./providers/finqware/simulator.ts"
import type { Fetch } from "./settings.ts"
import { makeClock, type SimulatedClock } from "./testing/clock.ts"
import { makeFetch } from "./testing/fetch.ts"
import { serve } from "./testing/server.ts"

export type { AISquareRotation, SimulatedAISquare } from "./providers/aisquare/simulator.ts"
export type { SimulatedDapi } from "./providers/dapi/simulator.ts"
export type { SimulatedFinqware } from "./providers/finqware/simulator.ts"
export type { Answer } from "./testing/answer.ts"
export type { SimulatedClock } from "./testing/clock.ts"
export type { Fault } from "./testing/fault.ts"
export type { Received } from "./testing/journal.ts"
export type { Problem } from "./testing/request.ts"
export type { Simulated } from "./testing/simulated.ts"

/** How the simulated providers are set up. */
export interface SimulatorOptions {
  /**
   * The time at the providers, which stands still until `clock.advance`. By default the present: the client refuses by
   * its own clock to send an access code that has expired.
   */
  readonly now?: Date
  readonly aisquare?: AISquareRotation
}

/** The three providers. */
export interface Simulator {
  readonly clock: SimulatedClock
  readonly aisquare: SimulatedAISquare
  readonly finqware: SimulatedFinqware
  readonly dapi: SimulatedDapi
  /** Reaches the providers at their production and staging addresses, and nothing else. */
  readonly fetch: Fetch
  /** For `createTokenExchange`: every credential, and the `fetch`. */
  readonly settings: SimulatorSettings & { readonly fetch: Fetch }
  /** Starts a server on loopback for each provider. Close them, or let `await using` do it. */
  readonly listen: () => Promise<SimulatorServers>
}

/** Credentials that the simulated providers know. */
export interface SimulatorSettings {
  readonly aisquare: SimulatedAISquare["settings"]
  readonly finqware: SimulatedFinqware["settings"]
  readonly dapi: SimulatedDapi["settings"]
}

/** The simulated providers over HTTP. */
export interface SimulatorServers extends AsyncDisposable {
  readonly baseUrls: { readonly [Provider in keyof SimulatorSettings]: string }
  /** For `createTokenExchange`: every credential, and where the servers are. */
  readonly settings: {
    readonly [Provider in keyof SimulatorSettings]: SimulatorSettings[Provider] & { readonly baseUrl: string }
  }
  /** Ends every connection and every server. */
  readonly close: () => Promise<void>
}

/** Makes the three providers, with nothing issued and nothing spent. */
export const createSimulator = ({ now = new Date(), aisquare: rotation = {} }: SimulatorOptions = {}): Simulator => {
  const clock = makeClock(now)
  const { wire: aisquareWire, ...aisquare } = simulateAISquare(clock, rotation)
  const { wire: finqwareWire, ...finqware } = simulateFinqware(clock)
  const { wire: dapiWire, ...dapi } = simulateDapi(clock)
  const settings = { aisquare: aisquare.settings, finqware: finqware.settings, dapi: dapi.settings }
  const fetch = makeFetch([aisquareWire, finqwareWire, dapiWire])
  const listen = () =>
    Promise.all([serve(aisquareWire), serve(finqwareWire), serve(dapiWire)]).then(([one, two, three]) => {
      const baseUrls = { aisquare: one.baseUrl, finqware: two.baseUrl, dapi: three.baseUrl }
      const close = () => Promise.all([one.close(), two.close(), three.close()]).then(() => undefined)
      return {
        baseUrls,
        settings: {
          aisquare: { ...settings.aisquare, baseUrl: baseUrls.aisquare },
          finqware: { ...settings.finqware, baseUrl: baseUrls.finqware },
          dapi: { ...settings.dapi, baseUrl: baseUrls.dapi },
        },
        close,
        [Symbol.asyncDispose]: close,
      }
    })
  return { clock, aisquare, finqware, dapi, fetch, settings: { ...settings, fetch }, listen }
}
