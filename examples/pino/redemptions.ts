/**
 * A line of pino for each redemption. No field has a secret.
 *
 * To use it: copy this folder, run `npm install`, and give `onRedemption` to your client or your vault.
 */
import type { Logger } from "pino"
import type { OnRedemption } from "token-exchange"

// #region log
/** For `createTokenExchange({ ...settings, onRedemption: logTo(pino()) })`. */
export const logTo =
  (logger: Logger): OnRedemption =>
  (redemption) => {
    const { provider, operation, outcome } = redemption
    // One refused grant is the user's matter; many are yours. Everything else is somebody's here, or the provider's.
    const level = outcome === "redeemed" || outcome === "InvalidGrant" ? "info" : "warn"
    logger[level](redemption, `${provider}.${operation}: ${outcome}`)
  }
// #endregion
