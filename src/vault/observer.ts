/** Where a vault can be observed. The Effect API records spans, metrics and log lines; the Promise API nothing. */
import type * as Effect from "effect/Effect"

/**
 * `hit`: answered from memory or the store. `refresh`: a refresh began. `wait`: a call waits for the refresh of another
 * process. `takeover`: a lease had run out. `loss`: a refresh's answer is lost, and with it the consent.
 */
export type VaultEvent = "hit" | "refresh" | "wait" | "takeover" | "loss"

export interface VaultObserver {
  /** Runs a call of one of the vault's functions. */
  readonly call: <A, E extends { readonly _tag: string; readonly message: string }>(
    name: string,
    run: Effect.Effect<A, E>,
  ) => Effect.Effect<A, E>
  readonly event: (event: VaultEvent) => Effect.Effect<void>
  /** Reports tokens that came late and could not be kept. */
  readonly trouble: (what: string) => Effect.Effect<void>
}

/** Creates the observer of one provider's connections. */
export type ObserveVault = (provider: string) => VaultObserver
