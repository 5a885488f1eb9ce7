/** The connections to a provider as an Effect service. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { checked, InvalidSettings } from "../checked.ts"
import { connect } from "../client.ts"
import { fromConfig } from "../config.ts"
import type { RedemptionError } from "../errors.ts"
import { credentialNames, type Redeem } from "../operation.ts"
import { makeOwner } from "../owner.ts"
import type { SharedSettings } from "../registry.ts"
import { type ProviderSettings, type ResolvedSettings, resolve } from "../settings.ts"
import { instrument } from "../telemetry.ts"
import type { AnyTokenSet } from "../token-set.ts"
import type { Trouble } from "./access.ts"
import { type AnyConnections, makeConnections } from "./connections.ts"
import type { StoreFailed, Unsealable } from "./errors.ts"
import type { Ready } from "./flows.ts"
import type { ListedConnection, ListOptions } from "./functions.ts"
import { faultsOf, VaultKeys } from "./keys.ts"
import type { Rules } from "./rules.ts"
import { defaultCacheFor, makeShelf, type Shelf } from "./shelf.ts"
import { VaultStore } from "./store.ts"
import { instrumentVault } from "./telemetry.ts"
import { troubled } from "./trouble.ts"
import { defaultRetention, pruning, resealing } from "./upkeep.ts"

/** The connections to one provider, with their listing as a stream. */
export type Streamed<Vault> = Omit<Vault, "page"> & {
  /** The connections, in the order of their names. */
  readonly list: (options?: ListOptions) => Stream.Stream<ListedConnection, StoreFailed>
}

/** What a vault's layer is given besides its provider's settings. */
export interface VaultLayerSettings {
  /**
   * For how many milliseconds what was read may be served from memory: by default 30 seconds, never with 0. A
   * `disconnect` elsewhere is seen within that time.
   */
  readonly cacheFor?: number
}

/** A provider's vault: yield it for its connections, and provide one of its layers. */
export interface VaultService<Self, Vault, Settings extends ProviderSettings>
  extends Context.ServiceClass<Self, string, Streamed<Vault>> {
  /** The vault over the store and the keys of its context, with its provider's settings from `Config`. */
  readonly layer: Layer.Layer<Self, InvalidSettings, VaultStore | VaultKeys>
  /** The vault with settings from the caller. Dies with `InvalidSettings` when they are wrong: the program is. */
  readonly layerWith: (
    settings: Settings & SharedSettings & VaultLayerSettings,
  ) => Layer.Layer<Self, InvalidSettings, VaultStore | VaultKeys>
}

const streamed = ({ page, ...others }: AnyConnections<AnyTokenSet>): Streamed<AnyConnections<AnyTokenSet>> => ({
  ...others,
  list: (options) =>
    Stream.paginate<string | undefined, ListedConnection, StoreFailed>(undefined, (after) =>
      Effect.map(page(options, after), ({ connections, next }) => [connections, Option.fromUndefinedOr(next)] as const),
    ),
})

/** Rows over the store and the keys of the context. Its scope closes once nothing is under way. */
const shelf = (settings: VaultLayerSettings & Pick<ResolvedSettings<never>, "waitUntil">) =>
  Effect.gen(function* () {
    const keys = yield* VaultKeys
    const faults = faultsOf(keys)
    if (faults.length > 0) return yield* new InvalidSettings(faults)
    const owner = yield* Effect.acquireRelease(Effect.sync(makeOwner), ({ idle }) => idle)
    const { cacheFor = defaultCacheFor, waitUntil } = settings
    return makeShelf({ store: yield* VaultStore, keys, owner, cacheFor, waitUntil })
  })

/** Creates the class of a provider's vault, which begins connections by all operations of its rules or by some. */
export const vaultService = <Self, Vault, Settings extends ProviderSettings>(
  key: string,
  rules: Rules<never>,
  begins: ReadonlyArray<string> = rules.begins,
): VaultService<Self, Vault, Settings> => {
  const { provider } = rules
  const needed = credentialNames(
    Object.fromEntries(Object.entries(provider.operations).filter(([name]) => begins.includes(name))),
  )
  const made = (resolved: ResolvedSettings<never>, layer: VaultLayerSettings) =>
    Effect.map(shelf({ ...layer, waitUntil: resolved.waitUntil }), (shelf: Shelf) => {
      const { timeout, onOrphaned } = resolved
      const operations = connect<{ readonly [name: string]: Redeem<never, AnyTokenSet, RedemptionError> }>(
        provider,
        resolved,
        instrument,
        shelf.owner,
      )
      const observer = instrumentVault(provider.name)
      // The rules of a provider are of its own token sets, and so are its operations and its hook.
      const own = { ...rules, begins } as Rules<AnyTokenSet>
      const ready = { rules: own, operations, timeout, observer, onOrphaned } as Ready<AnyTokenSet>
      // `Vault` says of which tokens and errors.
      return streamed(makeConnections(shelf, ready)) as unknown as Streamed<Vault>
    })
  return class extends Context.Service<Self, Streamed<Vault>>()(key) {
    static readonly layer = Layer.effect(
      this,
      Effect.flatMap(fromConfig(provider, needed), (resolved) => made(resolved, {})),
    )
    static readonly layerWith = (given: Settings & SharedSettings & VaultLayerSettings) =>
      Layer.effect(
        this,
        Effect.suspend(() => {
          const { cacheFor, ...others } = given
          // The compiler does not know what is left of a type parameter.
          const settings = checked<Settings & SharedSettings>(provider, others as Settings & SharedSettings, needed)
          return made(resolve(provider, settings, settings), cacheFor === undefined ? {} : { cacheFor })
        }),
      )
  }
}

const everywhere = troubled<never>({ provider: "*", connectionId: "*" })

const upkeep = (work: (shelf: Shelf) => Effect.Effect<number, Trouble>) =>
  Effect.scoped(Effect.flatMap(shelf({ waitUntil: undefined }), (made) => Effect.mapError(work(made), everywhere)))

/**
 * Seals every row of the context's store with a new data key, and wraps the data keys by the first of its keys: after
 * it, the old key can go. Succeeds with the number of rows.
 */
export const reseal: Effect.Effect<number, InvalidSettings | StoreFailed | Unsealable, VaultStore | VaultKeys> =
  /* #__PURE__ */ upkeep(resealing)

/**
 * Forgets the verdicts on grants older than `olderThan` milliseconds: by default 30 days, at least one. A forgotten
 * grant would be presented again. Succeeds with how many.
 */
export const prune = ({
  olderThan = defaultRetention,
}: {
  readonly olderThan?: number
} = {}): Effect.Effect<number, InvalidSettings | StoreFailed | Unsealable, VaultStore | VaultKeys> =>
  upkeep((made) => pruning(made, olderThan))
