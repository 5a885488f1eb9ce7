/** What can go wrong in a history, from nothing to everything. */
import { noNetworkFaults } from "./client.ts"
import type { Profile } from "./history.ts"
import { noStoreFaults } from "./store.ts"

const calm: Omit<Profile, "name"> = {
  store: noStoreFaults,
  network: noNetworkFaults,
  crashes: 0,
  pauses: 0,
  skew: 0,
  outages: 0,
  isRevoking: false,
}

const wildStore = { failsBefore: 0.04, failsAfter: 0.04, hangs: 0.01 }
const wildNetwork = { refused: 0.1, limited: 0.1, reset: 0.1, silent: 0.08, late: 0.12 }

export const profiles: readonly [Profile, ...ReadonlyArray<Profile>] = [
  { ...calm, name: "nothing fails" },
  { ...calm, name: "clocks differ", skew: 600_000 },
  { ...calm, name: "the network fails", network: wildNetwork },
  { ...calm, name: "the store fails", store: wildStore, outages: 2 },
  { ...calm, name: "processes end", crashes: 5 },
  { ...calm, name: "processes stand still", pauses: 6 },
  { ...calm, name: "the provider revokes", isRevoking: true },
  {
    name: "everything fails",
    store: wildStore,
    network: wildNetwork,
    crashes: 4,
    pauses: 4,
    skew: 120_000,
    outages: 1,
    isRevoking: false,
  },
]
