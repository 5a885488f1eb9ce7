/**
 * What must and must not compile with the vault in the Effect API. Nothing here runs: `tsc` fails when a line does not
 * compile, or when a line marked as an error does.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Stream from "effect/Stream"
import * as effects from "token-exchange/effect"
import type { DapiToken, ListedConnection, StoreFailed, VaultStore } from "token-exchange/vault"
import { createVault, memoryStore, reveal } from "token-exchange/vault"

type Equals<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <T extends true>(): T | undefined => undefined
type Called = (...args: never) => Promise<{ readonly data?: unknown; readonly error?: unknown }>
type Failure<F extends Called> = NonNullable<Awaited<ReturnType<F>>["error"]>

const store = memoryStore()
const keys = { "2026-11": new Uint8Array(32) }
const vault = createVault({
  store,
  keys,
  aisquare: { superexecSecret: "s" },
  finqware: { clientId: "id", clientSecret: "s" },
  dapi: { appSecret: "s" },
})

// The Effect API: a layer needs the store and the keys.
export const tokens = Effect.gen(function* () {
  const vault = yield* effects.AISquareVault
  yield* vault.connect("user", { username: "u", password: "p" })
  // @ts-expect-error the grant of another provider
  yield* vault.connect("user", { accessCode: "code", connectionId: "id" })
  return yield* vault.tokens("user", { freshFor: 5 })
})

type Needs = effects.VaultStore | effects.VaultKeys
type Reads = effects.InvalidSettings
holds<Equals<typeof effects.AISquareVault.layer, Layer.Layer<effects.AISquareVault, Reads, Needs>>>()
holds<Equals<typeof effects.AISquareLoginVault.layer, Layer.Layer<effects.AISquareLoginVault, Reads, Needs>>>()
holds<Equals<typeof effects.FinqwareVault.layer, Layer.Layer<effects.FinqwareVault, Reads, Needs>>>()
holds<Equals<typeof effects.DapiVault.layer, Layer.Layer<effects.DapiVault, Reads, Needs>>>()

const kept = Layer.mergeAll(Layer.succeed(effects.VaultStore, store), Layer.succeed(effects.VaultKeys, keys))
/** Nothing is missing with both. */
export const live: Layer.Layer<effects.DapiVault, Reads> = Layer.provide(effects.DapiVault.layer, kept)
/** `layerWith` takes the settings of the provider and of the vault. */
export const given: Layer.Layer<effects.DapiVault, Reads> = Layer.provide(
  effects.DapiVault.layerWith({ appSecret: "s", cacheFor: 0, fetch }),
  kept,
)
// @ts-expect-error the keys are missing
export const locked: Layer.Layer<effects.DapiVault, Reads> = Layer.provide(
  effects.DapiVault.layer,
  Layer.succeed(effects.VaultStore, store),
)
// @ts-expect-error the service is not provided
Effect.runPromise(tokens)
// @ts-expect-error a credential is missing
effects.FinqwareVault.layerWith({ clientId: "id" })
// @ts-expect-error a temp token needs superexecSecret
effects.AISquareVault.layerWith({})
effects.AISquareLoginVault.layerWith({ timeout: 5 })
// @ts-expect-error a text is no store
Layer.succeed(effects.VaultStore, "tokens.db")

// AISquare without superexec takes passwords only.
effects.AISquareLoginVault.use((login) => login.connect("user", { username: "u", password: "p" }))
// @ts-expect-error a temp token needs superexec
effects.AISquareLoginVault.use((login) => login.connect("user", { tempToken: "t" }))

// The same errors as in the Promise API, and a listing is a stream.
type Yielded<E> = E extends Effect.Effect<infer _A, infer Failure, infer _R> ? Failure : never
type Service<S> = S extends { readonly Service: infer One } ? One : never
type OfAISquare = Service<typeof effects.AISquareVault>
type OfDapi = Service<typeof effects.DapiVault>
type OfFinqware = Service<typeof effects.FinqwareVault>
type OfLogin = Service<typeof effects.AISquareLoginVault>
holds<Equals<Yielded<ReturnType<OfAISquare["connect"]>>, Failure<typeof vault.aisquare.connect>>>()
holds<Equals<Yielded<ReturnType<OfAISquare["tokens"]>>, Failure<typeof vault.aisquare.tokens>>>()
holds<Equals<Yielded<ReturnType<OfLogin["connect"]>>, Failure<typeof vault.aisquare.connect>>>()
holds<Equals<Yielded<ReturnType<OfFinqware["connect"]>>, Failure<typeof vault.finqware.connect>>>()
holds<Equals<Yielded<ReturnType<OfFinqware["tokens"]>>, Failure<typeof vault.finqware.tokens>>>()
holds<Equals<Yielded<ReturnType<OfDapi["connect"]>>, Failure<typeof vault.dapi.connect>>>()
holds<Equals<Yielded<ReturnType<OfDapi["tokens"]>>, Failure<typeof vault.dapi.tokens>>>()
holds<Equals<Yielded<ReturnType<OfDapi["disconnect"]>>, Failure<typeof vault.dapi.disconnect>>>()
holds<Equals<Yielded<ReturnType<OfFinqware["disconnect"]>>, Failure<typeof vault.finqware.disconnect>>>()
holds<Equals<ReturnType<OfFinqware["list"]>, Stream.Stream<ListedConnection, StoreFailed>>>()

/** Handling every tag leaves no error. */
export const handled: Effect.Effect<DapiToken | string, never, effects.DapiVault> = effects.DapiVault.use((dapi) =>
  dapi.tokens("user"),
).pipe(
  Effect.catchTags({
    NotConnected: () => Effect.succeed("consent"),
    ConsentRequired: ({ reason }) => Effect.succeed(reason),
    StoreFailed: ({ tokens }) => Effect.succeed(tokens === undefined ? "later" : reveal(tokens.accessToken)),
    Unsealable: ({ reason }) => Effect.succeed(reason),
    InvalidRequest: ({ fields }) => Effect.succeed(fields.join()),
  }),
)
// @ts-expect-error Unsealable is left
export const forgotten: Effect.Effect<DapiToken | string, never, effects.DapiVault> = effects.DapiVault.use((dapi) =>
  dapi.tokens("user"),
).pipe(
  Effect.catchTag(["NotConnected", "ConsentRequired", "StoreFailed", "InvalidRequest"], () =>
    Effect.succeed("handled"),
  ),
)

/** One store is a store for both APIs. */
export const shared: VaultStore = store satisfies effects.VaultStore
