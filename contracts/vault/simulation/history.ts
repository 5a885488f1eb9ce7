/** One history: processes of a service that use a vault for some minutes while everything around them fails. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Scheduler from "effect/Scheduler"
import { makeOwner } from "../../../src/owner.ts"
import type { AISquareTokens } from "../../../src/providers/aisquare/tokens.ts"
import { aisquare } from "../../../src/providers/aisquare/vault.ts"
import { SealTrouble } from "../../../src/vault/access.ts"
import { type AnyConnections, makeConnections } from "../../../src/vault/connections.ts"
import type { Ready } from "../../../src/vault/flows.ts"
import type { Sealing } from "../../../src/vault/sealing.ts"
import { shelfOf } from "../../../src/vault/shelf.ts"
import { clientOf, type NetworkFaults, noNetworkFaults, timeout } from "./client.ts"
import { chanceOf } from "./random.ts"
import { makeStore, noStoreFaults, type SimulatedStore, type StoreFaults } from "./store.ts"
import { accessLife, makeVendor, type Vendor } from "./vendor.ts"
import { makeWorld, type Process, type World } from "./world.ts"

/** What can go wrong in a history. */
export interface Profile {
  readonly name: string
  readonly store: StoreFaults
  readonly network: NetworkFaults
  /** How many processes end in the middle of something. */
  readonly crashes: number
  /** How often a process stands still, for longer than a lease. */
  readonly pauses: number
  /** By how many milliseconds clocks may be wrong. */
  readonly skew: number
  /** How often the store is down for some seconds. */
  readonly outages: number
  readonly isRevoking: boolean
}

/** A call of the vault, and what it came to. */
export interface Call {
  readonly what: "connect" | "tokens" | "rejected" | "disconnect"
  readonly connection: string
  readonly grant?: string
  /** Tokens that the caller says are rejected. */
  rejected?: AISquareTokens
  readonly process: Process
  readonly startedAt: number
  endedAt?: number
  tokens?: AISquareTokens
  error?: { readonly _tag: string; readonly reason?: unknown; readonly grant?: unknown; readonly tokens?: unknown }
  /** A defect, which no call may have. */
  defect?: unknown
  /** It came after everything had calmed down. */
  readonly isLast: boolean
}

export interface History {
  readonly seed: number
  readonly profile: Profile
  readonly calls: ReadonlyArray<Call>
  readonly vendor: Vendor
  readonly store: SimulatedStore
  readonly processes: ReadonlyArray<Process>
  /** Milliseconds for which processes remember what they read. */
  readonly cacheFor: number
  readonly world: World
  /** Tokens that could not be kept and went to a hook. */
  readonly handedOver: ReadonlyArray<AISquareTokens>
  /** What was revoked at the provider, and when. */
  readonly revokedAt: ReadonlyMap<number, number>
}

/** How long a history is, in milliseconds. */
const length = 180_000
const connections = ["one", "two"] as const

/** Seals nothing, but knows whose row it is: what is really sealed is not for virtual time. */
const openly: Sealing = {
  seal: async (row, text) => new TextEncoder().encode(`${row}\n${text}`),
  open: async (row, box) => {
    const [of, ...text] = new TextDecoder().decode(box).split("\n")
    if (of !== row) throw new SealTrouble({ reason: "swapped" })
    return text.join("\n")
  },
  fingerprint: async (text) => /grant-\d+/.exec(text)?.[0] ?? text,
  renew: async () => {},
}

const unobserved = { call: <A>(_: string, run: A) => run, event: () => Effect.void, trouble: () => Effect.void }

/** Runs one history to its end. `flush` lets every promise that is settled be noticed. */
export const runHistory = async (seed: number, profile: Profile, flush: () => Promise<void>): Promise<History> => {
  const chance = chanceOf(seed)
  const world = makeWorld(chance)
  const vendor = makeVendor(world.now)
  const store = makeStore(world, chance.pick([3, 30, 200]))
  store.faults = profile.store
  let network = profile.network
  const cacheFor = chance.pick([0, 30_000])
  const processes: Array<Process> = []
  const calls: Array<Call> = []
  const handedOver: Array<AISquareTokens> = []
  const revokedAt = new Map<number, number>()
  const vaults = new Map<
    Process,
    (call: Call, run: (vault: AnyConnections<AISquareTokens>) => Effect.Effect<unknown, unknown>) => void
  >()

  const startProcess = (skew = profile.skew === 0 ? 0 : chance.between(-profile.skew, profile.skew)) => {
    const process: Process = { name: `process ${processes.length}`, skew, isAlive: true, pausedUntil: 0 }
    processes.push(process)
    const shelf = shelfOf(store.reachedBy(process), openly, { owner: makeOwner(), cacheFor, waitUntil: undefined })
    const ready: Ready<AISquareTokens> = {
      rules: aisquare,
      operations: clientOf(world, vendor, process, () => network),
      timeout,
      observer: unobserved,
      onOrphaned: ({ data }) => void (data && handedOver.push(data)),
    }
    const vault = makeConnections(shelf, ready)
    const context = Context.make(Clock.Clock, world.clock(process)).pipe(
      Context.add(Scheduler.Scheduler, new Scheduler.MixedScheduler("sync")),
      Context.add(Random.Random, { nextDoubleUnsafe: chance.next, nextIntUnsafe: () => chance.between(0, 1_000_000) }),
    )
    vaults.set(process, (call, run) => {
      calls.push(call)
      Effect.runForkWith(context)(run(vault)).addObserver((exit) => {
        if (!process.isAlive) return
        call.endedAt = world.now()
        if (Exit.isSuccess(exit)) {
          if (Redacted.isRedacted(Object(exit.value).access)) call.tokens = exit.value as AISquareTokens
        } else {
          const error = Exit.findErrorOption(exit)
          if (error._tag === "Some") call.error = error.value as NonNullable<Call["error"]>
          else call.defect = exit.cause
        }
      })
    })
    return process
  }

  const begin = (process: Process, call: Omit<Call, "process" | "startedAt" | "isLast">, isLast = false) => {
    const begun: Call = { ...call, process, startedAt: world.now(), isLast }
    vaults.get(process)?.(begun, (vault) => {
      const { what, connection, grant = "" } = begun
      if (what === "connect") return vault.connect(connection, { tempToken: grant })
      if (what === "disconnect") return vault.disconnect(connection)
      const freshFor = chance.pick([0, 5_000, 20_000, 1_000_000])
      const rejected = what === "rejected" ? lastOf(calls, connection) : undefined
      if (rejected === undefined) return vault.tokens(connection, { freshFor })
      begun.rejected = rejected
      return vault.tokens(connection, { freshFor, rejected })
    })
  }

  const living = (): Process => {
    const alive = processes.filter(({ isAlive }) => isAlive)
    const [first = startProcess(), ...others] = alive
    return chance.pick([first, ...others])
  }

  const grants = new Map<string, Array<string>>(connections.map((name) => [name, []]))
  const act = () => {
    const connection = chance.pick(connections)
    const known = grants.get(connection) ?? []
    const dice = chance.next()
    if (dice < 0.55) {
      // A herd now and then.
      const size = chance.isLikely(0.2) ? 6 : 1
      for (let one = 0; one < size; one++) begin(living(), { what: "tokens", connection })
    } else if (dice < 0.65) begin(living(), { what: "rejected", connection })
    else if (dice < 0.68) begin(living(), { what: "disconnect", connection })
    else {
      const [first, ...others] = known
      const other = grants.get(connections[connection === "one" ? 1 : 0])?.at(-1)
      const grant =
        first !== undefined && chance.isLikely(0.4)
          ? chance.pick([first, ...others])
          : other !== undefined && chance.isLikely(0.1)
            ? other
            : vendor.issue()
      if (!known.includes(grant) && grant !== other) known.push(grant)
      begin(living(), { what: "connect", connection, grant })
      // Presented twice at the same time, as by a double click.
      if (chance.isLikely(0.2)) begin(living(), { what: "connect", connection, grant })
    }
  }

  const issueTo = (connection: string) => {
    const grant = vendor.issue()
    grants.get(connection)?.push(grant)
    return grant
  }
  /** A user who goes through consent twice, or leaves at once, and comes back with the first grant. */
  const reconsider = () => {
    const connection = chance.pick(connections)
    const first = issueTo(connection)
    begin(living(), { what: "connect", connection, grant: first })
    world.after(chance.between(0, 9_000), () => {
      if (chance.isLikely(0.4)) return begin(living(), { what: "disconnect", connection })
      begin(living(), { what: "connect", connection, grant: issueTo(connection) })
    })
    world.after(chance.between(12_000, 40_000), () => begin(living(), { what: "connect", connection, grant: first }))
  }

  for (let one = 0; one < 3; one++) startProcess()
  for (const connection of connections) {
    const grant = issueTo(connection)
    world.after(chance.between(0, 500), () => begin(living(), { what: "connect", connection, grant }))
  }
  for (let one = 0; one < 12; one++) world.after(chance.between(1_000, length), act)
  for (let one = 0; one < 2; one++) world.after(chance.between(1_000, length), reconsider)
  const refreshOrConnect = (process: Process) => {
    const connection = chance.pick(connections)
    if (chance.isLikely(0.6)) return begin(process, { what: "rejected", connection })
    const grant = issueTo(connection)
    begin(process, { what: "connect", connection, grant })
    // The user comes back when nobody waits for the process any more.
    world.after(chance.between(12_000, 40_000), () => begin(living(), { what: "connect", connection, grant }))
  }
  for (let one = 0; one < profile.crashes; one++) {
    world.after(chance.between(0, length), () => {
      const process = living()
      refreshOrConnect(process)
      world.after(chance.between(0, 900), () => {
        process.isAlive = false
        startProcess()
      })
    })
  }
  for (let one = 0; one < profile.pauses; one++) {
    world.after(chance.between(0, length), () => {
      const process = living()
      refreshOrConnect(process)
      world.after(chance.between(0, 600), () => {
        process.pausedUntil = world.now() + chance.between(500, 40_000)
      })
    })
  }
  for (let one = 0; one < profile.outages; one++) {
    world.after(chance.between(0, length), () => {
      store.isDown = true
      world.after(chance.between(100, 8_000), () => {
        store.isDown = false
      })
    })
  }
  if (profile.isRevoking) {
    world.after(chance.between(length / 4, length), () => {
      const [first, ...others] = vendor.families
      if (first === undefined) return
      const family = chance.pick([first, ...others])
      family.isRevoked = true
      revokedAt.set(family.id, world.now())
    })
  }
  // Everything calms down, and somebody asks once more, twice: the second time what was handed out has expired.
  world.after(length + 60_000, () => {
    store.faults = noStoreFaults
    store.isDown = false
    network = noNetworkFaults
    for (const process of processes) process.pausedUntil = 0
    for (const wait of [60_000, 60_000 + accessLife + profile.skew]) {
      world.after(wait, () => {
        for (const connection of connections) begin(startProcess(0), { what: "tokens", connection }, true)
      })
    }
  })

  do await flush()
  while (world.step())
  await flush()
  return { seed, profile, calls, vendor, store, processes, cacheFor, world, handedOver, revokedAt }
}

/** The tokens that were handed out last for a connection. */
const lastOf = (calls: ReadonlyArray<Call>, connection: string): AISquareTokens | undefined =>
  calls.findLast((call) => call.connection === connection && call.tokens !== undefined)?.tokens
