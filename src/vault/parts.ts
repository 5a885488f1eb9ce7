/** What the flows of one provider's connections share. */
import type * as Effect from "effect/Effect"
import type { RedemptionError } from "../errors.ts"
import type { Redeem } from "../operation.ts"
import type { AnyTokenSet } from "../token-set.ts"
import type { Cache } from "./cache.ts"
import type { PlainTokens } from "./connection.ts"
import type { Late } from "./late.ts"
import type { VaultObserver } from "./observer.ts"
import type { Rules } from "./rules.ts"
import type { Shelf } from "./shelf.ts"

/** What the flows of one provider's connections share. */
export interface Parts<Tokens extends AnyTokenSet> extends Shelf {
  readonly rules: Rules<Tokens>
  /** The provider's operations, by name. */
  readonly operations: { readonly [name: string]: Redeem<never, Tokens, RedemptionError> }
  /** The provider's deadline in milliseconds. */
  readonly timeout: number
  /** A set as the rows have it. */
  readonly encode: (tokens: Tokens) => PlainTokens
  readonly cache: Cache<Tokens>
  readonly late: Late<Tokens>
  /** Takes an error of which no caller is left to hear: it may hold tokens that could not be kept. */
  readonly unkept: (error: unknown) => Effect.Effect<void>
  readonly observer: VaultObserver
}

/** Milliseconds for which the vault tries to keep tokens that came: there are no others. */
export const keepFor = 30_000

/** Milliseconds for which a grant or a refresh is left to whoever presents it: a POST outlives its caller by a deadline. */
export const leaseFor = (timeout: number): number => 2 * timeout + 1_000
