/**
 * A provider as an Effect service.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { checked, type InvalidSettings } from "./checked.ts"
import { connect } from "./client.ts"
import { fromConfig } from "./config.ts"
import { type AnyOperations, type AnyProvider, credentialNames } from "./operation.ts"
import { makeOwner } from "./owner.ts"
import type { SharedSettings } from "./registry.ts"
import { type ProviderSettings, type ResolvedSettings, resolve } from "./settings.ts"
import { instrument } from "./telemetry.ts"

/** A provider's service: yield it for its operations, and provide one of its layers. */
export interface ProviderService<Self, Operations, Settings extends ProviderSettings>
  extends Context.ServiceClass<Self, string, Operations> {
  /**
   * The service with its settings from `Config`: by default, the environment. Fails when they are missing or malformed,
   * before any redemption.
   */
  readonly layer: Layer.Layer<Self, InvalidSettings>
  /** The service with settings from the caller. Dies with `InvalidSettings` when they are wrong: the program is. */
  readonly layerWith: (settings: Settings & SharedSettings) => Layer.Layer<Self>
}

/** A provider's operations. Their scope closes once nothing is under way, so that no late token is lost. */
const scoped = <Operations>(provider: AnyProvider, settings: ResolvedSettings<never>) =>
  Effect.map(
    Effect.acquireRelease(Effect.sync(makeOwner), ({ idle }) => idle),
    (owner) => connect<Operations>(provider, settings, instrument, owner),
  )

/** Creates the class of a provider's service, with all of its operations or with some. */
export const service = <Self, Operations, Settings extends ProviderSettings>(
  key: string,
  provider: AnyProvider,
  operations: AnyOperations = provider.operations,
): ProviderService<Self, Operations, Settings> =>
  class extends Context.Service<Self, Operations>()(key) {
    static readonly layer = Layer.effect(
      this,
      Effect.flatMap(fromConfig(provider, credentialNames(operations)), (settings) =>
        scoped<Operations>({ ...provider, operations }, settings),
      ),
    )
    static readonly layerWith = (given: Settings & SharedSettings) =>
      Layer.effect(
        this,
        Effect.suspend(() => {
          const settings = checked(provider, given, credentialNames(operations))
          return scoped<Operations>({ ...provider, operations }, resolve(provider, settings, settings))
        }),
      )
  }
