/**
 * A provider's operations, tied to settings.
 */
import type { Observe } from "./observer.ts"
import type { AnyProvider } from "./operation.ts"
import { makeOwner, type Owner } from "./owner.ts"
import { redeem } from "./redeem.ts"
import { reporting } from "./report.ts"
import type { ResolvedSettings } from "./settings.ts"
import type { AnyTokenSet } from "./token-set.ts"
import { PlainRequest } from "./transport.ts"

/** Ties the operations of a provider to settings. What they have under way belongs to the owner. */
export const connect = <Client>(
  provider: AnyProvider,
  settings: ResolvedSettings<never>,
  observe: Observe,
  owner: Owner = makeOwner(),
): Client => {
  const http = provider.connect({ baseUrl: settings.baseUrl, Request: PlainRequest })
  const { onRedemption } = settings
  const observing = onRedemption === undefined ? observe : reporting(observe, onRedemption, owner)
  // A provider's hook takes the token sets that its operations yield.
  const own = settings as ResolvedSettings<AnyTokenSet>
  const functions = Object.entries(provider.operations).map(([name, operation]) => [
    name,
    redeem(operation, http, own, observing, owner),
  ])
  // Object.fromEntries loses which function belongs to which name; each is built from its own operation.
  return Object.fromEntries(functions) as Client
}
