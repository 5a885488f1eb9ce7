/**
 * A provider as an Effect service.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { connect, credentialNames } from "./client.ts"
import { fromConfig, type InvalidSettings } from "./config.ts"
import type { AnyProvider } from "./operation.ts"
import { makeOwner } from "./owner.ts"
import type { SharedSettings } from "./registry.ts"
import { type ProviderSettings, type ResolvedSettings, resolve } from "./settings.ts"
import { instrument } from "./telemetry.ts"

/** A provider's service: yield it for its operations, and provide one of its layers. */
export interface ProviderService<Self, Operations, Settings extends ProviderSettings>
  extends Context.ServiceClass<Self, string, Operations> {
  /**
   * The service with its credentials from `Config`: by default, the environment. Fails when they are missing, before
   * any redemption.
   */
  readonly layer: Layer.Layer<Self, InvalidSettings>
  /** The service with settings from the caller. */
  readonly layerWith: (settings: Settings & SharedSettings) => Layer.Layer<Self>
}

/** A provider's operations. Their scope closes once nothing is under way, so that no late token is lost. */
const scoped = <Operations>(provider: AnyProvider, settings: ResolvedSettings<never>) =>
  Effect.map(
    Effect.acquireRelease(Effect.sync(makeOwner), ({ idle }) => idle),
    (owner) => connect<Operations>(provider, settings, instrument, owner),
  )

/** Creates the class of a provider's service. */
export const service = <Self, Operations, Settings extends ProviderSettings>(
  key: string,
  provider: AnyProvider,
): ProviderService<Self, Operations, Settings> =>
  class extends Context.Service<Self, Operations>()(key) {
    static readonly layer = Layer.effect(
      this,
      Effect.flatMap(fromConfig(provider, credentialNames(provider.operations)), (settings) =>
        scoped<Operations>(provider, settings),
      ),
    )
    static readonly layerWith = (settings: Settings & SharedSettings) =>
      Layer.effect(
        this,
        Effect.suspend(() => scoped<Operations>(provider, resolve(provider, settings, settings))),
      )
  }
