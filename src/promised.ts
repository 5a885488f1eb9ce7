/**
 * Redemptions as functions that return promises. Apart from the entry, so that importing that loads none of it.
 */
import * as Effect from "effect/Effect"
import { type AnyClient, type AnyProvider, connect } from "./client.ts"
import type { RedemptionError } from "./errors.ts"
import type { CallOptions } from "./operation.ts"
import { type ProviderSettings, resolve, type SharedSettings } from "./settings.ts"
import type { TokenSet } from "./token-set.ts"
import { unwatched } from "./watch.ts"

type Call = (
  input: never,
  options?: CallOptions,
) => Promise<{ readonly data: TokenSet } | { readonly error: RedemptionError }>

const settled = {
  onFailure: (error: RedemptionError) => ({ error }),
  onSuccess: (data: TokenSet) => ({ data }),
}

/** The functions of a provider, by name. */
export const promised = (
  provider: AnyProvider,
  own: ProviderSettings,
  shared: SharedSettings,
): { readonly [name: string]: Call } =>
  Object.fromEntries(
    Object.entries(connect<AnyClient>(provider, resolve(provider, own, shared), unwatched)).map(
      ([name, redeem]): [string, Call] => [
        name,
        (input, options) => Effect.runPromise(Effect.match(redeem(input, options), settled)),
      ],
    ),
  )
