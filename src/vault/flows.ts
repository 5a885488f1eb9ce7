/** The flows of one provider's connections, wired together: each is a function of the key of a connection. */
import * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import * as SchemaParser from "effect/SchemaParser"
import type { RedemptionError } from "../errors.ts"
import type { Redeem } from "../operation.ts"
import type { OnOrphaned } from "../settings.ts"
import type { AnyTokenSet } from "../token-set.ts"
import { beginning } from "./begin.ts"
import { makeCache } from "./cache.ts"
import { type ConnectFailure, connecting } from "./connect.ts"
import { disconnecting } from "./disconnect.ts"
import { StoreFailed } from "./errors.ts"
import { handingOver, stayingAwake, taking } from "./late.ts"
import { listing } from "./listing.ts"
import type { VaultObserver } from "./observer.ts"
import type { Parts } from "./parts.ts"
import type { Rules } from "./rules.ts"
import type { Shelf } from "./shelf.ts"
import { single } from "./single.ts"
import { handingOut } from "./tokens.ts"

/** One provider as the vault needs it. */
export interface Ready<Tokens extends AnyTokenSet> {
  readonly rules: Rules<Tokens>
  readonly operations: { readonly [name: string]: Redeem<never, Tokens, RedemptionError> }
  readonly timeout: number
  readonly observer: VaultObserver
  readonly onOrphaned: OnOrphaned<Tokens> | undefined
}

/** The flows of one provider's connections. */
export const flowsOf = <Tokens extends AnyTokenSet>(shelf: Shelf, ready: Ready<Tokens>) => {
  const { store, connections, owner, cacheFor, waitUntil } = shelf
  const { rules, observer, onOrphaned } = ready
  const { name: provider, tokens } = rules.provider
  // The provider's schema is that of its own token sets.
  const codec = tokens as Schema.Codec<Tokens, unknown>
  const handOver = handingOver(onOrphaned, observer)
  const unkept = (error: unknown) =>
    error instanceof StoreFailed && error.tokens !== undefined
      ? handOver({ provider, operation: "keep", input: { connectionId: error.connectionId }, data: error.tokens })
      : Effect.void
  const parts: Parts<Tokens> = {
    ...shelf,
    ...ready,
    encode: SchemaParser.encodeSync(codec),
    cache: makeCache(codec, store, connections, owner, cacheFor),
    late: taking(handOver),
    unkept,
  }
  const tokensOf = handingOut(parts)
  return {
    tokens: tokensOf,
    begin: beginning(parts),
    connect: connecting(parts, tokensOf.look),
    connects: single<Tokens, ConnectFailure<Tokens>>(owner, unkept),
    disconnect: disconnecting(parts),
    page: listing(parts),
    stayAwake: stayingAwake(waitUntil, observer),
  }
}
