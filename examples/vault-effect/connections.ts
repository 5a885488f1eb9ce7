/** The vault as an Effect service: a layer for the store, one for the keys, and one for each provider. */
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { DapiVault, VaultKeys, VaultStore } from "token-exchange/effect"
import { sqliteStore } from "token-exchange/vault/sqlite"

// #region vault
/** The tokens of a user; none where only the user can help. Every other error goes through. */
export const tokenOf = (user: string) =>
  DapiVault.use((dapi) => dapi.tokens(user)).pipe(
    Effect.catchTag(["NotConnected", "ConsentRequired"], () => Effect.succeed("connect again" as const)),
  )

/** The store closes after the vault, which waits for what is under way. */
const store = Layer.effect(
  VaultStore,
  Effect.flatMap(Config.String("VAULT_FILE"), (path) =>
    Effect.acquireRelease(
      Effect.sync(() => sqliteStore(path)),
      ({ close }) => Effect.sync(close),
    ),
  ),
)

/** 32 bytes in base64. The first key seals, all of them open. */
const keys = Layer.effect(
  VaultKeys,
  Effect.map(Config.Redacted("VAULT_KEY"), (key) => ({ "2026-11": key })),
)

/** DapiVault.layer reads DAPI_APP_SECRET from Config; DapiVault.layerWith({ … }) takes settings. */
export const live = DapiVault.layer.pipe(Layer.provide(Layer.mergeAll(store, keys)))
// #endregion

/** The store and the keys alone, for a test that has settings of its own. */
export const shelf = Layer.mergeAll(store, keys)
