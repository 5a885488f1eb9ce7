/** A vault as functions that return promises. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { check, refuse, rulesOf, sharedChecks } from "../checked.ts"
import { connect } from "../client.ts"
import type { Callable } from "../configured.ts"
import type { RedemptionError } from "../errors.ts"
import type { AnyProvider, Provider, Redeem } from "../operation.ts"
import { makeOwner } from "../owner.ts"
import type { Idle, Redemption } from "../promise.ts"
import { type ProviderSettings, resolve, type SharedSettings } from "../settings.ts"
import type { AnyTokenSet } from "../token-set.ts"
import { warn, warning } from "../warning.ts"
import type { Trouble } from "./access.ts"
import { type AnyConnections, makeConnections } from "./connections.ts"
import type { StoreFailed, Unsealable } from "./errors.ts"
import type { Ready } from "./flows.ts"
import type {
  Connections,
  ConnectOptions,
  ListedConnection,
  ListOptions,
  RowError,
  TokensOptions,
} from "./functions.ts"
import { faultsOf, type VaultKeys } from "./keys.ts"
import type { ObserveVault } from "./observer.ts"
import type { Rules, VaultRules } from "./rules.ts"
import { defaultCacheFor, makeShelf } from "./shelf.ts"
import type { VaultStore } from "./store.ts"
import { troubled } from "./trouble.ts"
import { defaultRetention, pruning, resealing } from "./upkeep.ts"

/** The connections to one provider, as functions that return promises. */
export interface PromisedConnections<
  in Grant,
  in out Tokens extends AnyTokenSet,
  out ConnectFailure,
  out TokensFailure,
  out DisconnectFailure = RowError,
> {
  /**
   * Presents a grant and keeps what comes. A one-time grant is presented at most once, ever: presented again, it gives
   * the same verdict, and never another POST.
   *
   * @param connectionId Your name for the connection, such as the user's id: at most 1,000 characters once URL-encoded, no secret.
   * @param grant What the user's consent gave.
   */
  readonly connect: (
    connectionId: string,
    grant: Grant,
    options?: ConnectOptions,
  ) => Promise<Redemption<Tokens, ConnectFailure>>
  /**
   * The connection's tokens, refreshed where they are due: by one process for all. `ConsentRequired` where only the user
   * can help.
   *
   * @param connectionId Your name for the connection, as `connect` was given it.
   */
  readonly tokens: (connectionId: string, options?: TokensOptions<Tokens>) => Promise<Redemption<Tokens, TokensFailure>>
  /**
   * Revokes the tokens where the provider can, forgets the connection, and says whether there was one. Answers that come
   * late do not bring it back. Where the revocation fails, the connection stays: call it again.
   */
  readonly disconnect: (connectionId: string) => Promise<Redemption<boolean, DisconnectFailure>>
  /** The connections, in the order of their names. Its iteration throws `StoreFailed`. */
  readonly list: (options?: ListOptions) => AsyncIterable<ListedConnection>
}

/** What a vault can do for all connections. */
export interface Upkeep {
  /**
   * Seals every row with a new data key, and wraps the data keys by the first of `keys`: after it, the old key can go.
   * The number of rows.
   */
  readonly reseal: () => Promise<Redemption<number, StoreFailed | Unsealable>>
  /**
   * Forgets the verdicts on grants older than `olderThan` milliseconds: by default 30 days, at least one. A forgotten
   * grant would be presented again. How many.
   */
  readonly prune: (options?: { readonly olderThan?: number }) => Promise<Redemption<number, StoreFailed | Unsealable>>
}

/** Settings of a vault, besides those of redemptions. */
export interface KeepingSettings {
  /**
   * Where the rows are kept: `sqliteStore` for one machine, `postgresStore` for many, `memoryStore` for tests, or your own
   * (`storeLaws` of `token-exchange/testing` tests it).
   */
  readonly store: VaultStore
  /**
   * Keys of 32 bytes by their ids, as bytes or base64, or a key management service. The first key seals and all open. Who
   * loses them loses every connection: keep them apart from the store.
   */
  readonly keys: VaultKeys
  /**
   * For how many milliseconds what was read may be served from memory: by default 30 seconds, never with 0. A
   * `disconnect` elsewhere is seen within that time.
   */
  readonly cacheFor?: number
  /** The clock of everything in the vault, redemptions included, in milliseconds since the epoch: for tests. */
  readonly now?: () => number
}

/** The functions of a provider's connections, for grants whose credentials are among the settings. */
export type VaultOf<Rules, Settings> =
  Rules extends VaultRules<infer P, infer Vault, infer Begins>
    ? P extends Provider<infer Client, infer _Settings, infer _Tokens, infer Needs>
      ? Vault extends Connections<
          never,
          infer Tokens,
          infer ConnectFailure,
          infer TokensFailure,
          infer DisconnectFailure
        >
        ? PromisedConnections<
            GrantOf<Client, Begins & Callable<Client, Needs, Settings>>,
            Tokens,
            ConnectFailure,
            TokensFailure,
            DisconnectFailure
          >
        : never
      : never
    : never

type GrantOf<Client, Name> = Name extends keyof Client
  ? Client[Name] extends Redeem<infer Input, infer _Tokens, infer _Failure>
    ? Input
    : never
  : never

const isFunction = (value: unknown) => (typeof value === "function" ? undefined : "must be a function")

const methods = ["read", "write", "remove", "list"] satisfies ReadonlyArray<keyof VaultStore>

const keepingChecks = {
  store: (store: unknown) =>
    methods.every((method) => typeof Reflect.get(Object(store), method) === "function")
      ? undefined
      : `must have the methods ${methods.join(", ")}`,
  // Each key has its own faults.
  keys: () => undefined,
  cacheFor: (value: unknown) =>
    typeof value === "number" && value >= 0 && value < Number.POSITIVE_INFINITY
      ? undefined
      : "must be a finite number of milliseconds, 0 or more",
  now: isFunction,
} satisfies { readonly [Setting in keyof Required<KeepingSettings>]: unknown }

const settled = <A, E>(effect: Effect.Effect<A, E>): Promise<Redemption<A, E>> =>
  Effect.runPromise(
    Effect.match(effect, {
      onFailure: (error): Redemption<A, E> => ({ error }),
      onSuccess: (data): Redemption<A, E> => ({ data }),
    }),
  )

/** Tokens that could not be kept and that no hook took, as a warning. */
const unobserved: ObserveVault = (provider) => ({
  call: (_, run) => run,
  event: () => Effect.void,
  trouble: (what) => Effect.sync(() => warn(`${provider}: ${what}`)),
})

/** An effect under the caller's clock. Sleeping is not for that clock: a test would have to advance it. */
const underClock = (now: (() => number) | undefined) => {
  if (now === undefined) return <A, E>(effect: Effect.Effect<A, E>) => effect
  const millis = Effect.sync(now)
  const clock = Effect.map(
    Effect.service(Clock.Clock),
    (real): Clock.Clock => Object.create(real, { currentTimeMillis: { value: millis } }),
  )
  return <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.provideServiceEffect(effect, Clock.Clock, clock)
}

/** The pages of a listing, one connection after the other. */
const iterated = async function* (page: AnyConnections<never>["page"], options: ListOptions | undefined) {
  let after: string | undefined
  do {
    // Rejects with the error itself.
    const { connections, next } = await Effect.runPromise(page(options, after))
    yield* connections
    after = next
  } while (after !== undefined)
}

type Run = <A, E>(effect: Effect.Effect<A, E>) => Effect.Effect<A, E>

const promised = ({ connect, tokens, disconnect, page }: AnyConnections<AnyTokenSet>, run: Run) => ({
  connect: (connectionId: string, grant: object, options?: ConnectOptions) =>
    settled(run(connect(connectionId, grant, options))),
  tokens: (connectionId: string, options?: TokensOptions<AnyTokenSet>) => settled(run(tokens(connectionId, options))),
  disconnect: (connectionId: string) => settled(run(disconnect(connectionId))),
  list: (options?: ListOptions) => iterated((...all) => run(page(...all)), options),
})

/**
 * The connections to every configured provider, by its slug.
 *
 * @throws {InvalidSettings}
 */
export const createVaults = <Vaults>(
  vaults: { readonly [slug: string]: Rules<never> & { readonly provider: AnyProvider } },
  given: object,
): Vaults & Upkeep & Idle => {
  const shared = check<KeepingSettings & SharedSettings<never> & { readonly [slug: string]: unknown }>(given, {
    // The settings of a provider have their own rules.
    checks: {
      ...Object.fromEntries(Object.keys(vaults).map((slug) => [slug, () => undefined])),
      ...sharedChecks,
      ...keepingChecks,
    },
    required: ["store"],
    nameOf: (setting = "settings") => setting,
  })
  const { settings } = shared
  const configured = Object.entries(vaults)
    .filter(([slug]) => settings[slug] !== undefined)
    .map(([slug, rules]) => ({ slug, rules, own: check<ProviderSettings>(settings[slug], rulesOf(rules.provider)) }))
  refuse([...shared.faults, ...faultsOf(settings.keys), ...configured.flatMap(({ own }) => own.faults)])

  const owner = makeOwner()
  const { store, keys, cacheFor = defaultCacheFor, waitUntil } = settings
  const shelf = makeShelf({ store, keys, owner, cacheFor, waitUntil })
  const run = underClock(settings.now)
  const connections = configured.map(({ slug, rules, own }) => {
    const resolved = resolve(rules.provider, own.settings, settings)
    const operations = connect<{ readonly [name: string]: Redeem<never, AnyTokenSet, RedemptionError> }>(
      rules.provider,
      resolved,
      warning,
      owner,
    )
    const { timeout, onOrphaned } = resolved
    // The rules of a provider are of its own token sets, and so are its operations and its hook.
    const ready = { rules: rules as Rules<AnyTokenSet>, operations, timeout, observer: unobserved(slug), onOrphaned }
    return [slug, promised(makeConnections(shelf, ready as Ready<AnyTokenSet>), run)]
  })
  const everywhere = troubled<never>({ provider: "*", connectionId: "*" })
  const kept = <A>(work: Effect.Effect<A, Trouble>) => settled(run(Effect.mapError(work, everywhere)))
  return {
    // Object.fromEntries loses the names; they are those of the settings, from which the type is built.
    ...(Object.fromEntries(connections) as Vaults),
    reseal: () => kept(resealing(shelf)),
    prune: ({ olderThan = defaultRetention } = {}) => kept(pruning(shelf, olderThan)),
    [Symbol.asyncDispose]: () => Effect.runPromise(owner.idle),
  }
}
