/** What the flows of one provider's connections share. */
import type { RedemptionError } from "../errors.ts"
import type { Redeem } from "../operation.ts"
import type { Owner } from "../owner.ts"
import type { AnyTokenSet } from "../token-set.ts"
import type { Cache } from "./cache.ts"
import type { ConnectionRecord, KeptSet } from "./connection.ts"
import type { GrantRecord } from "./grant.ts"
import type { VaultObserver } from "./observer.ts"
import type { Rows } from "./rows.ts"
import type { Rules } from "./rules.ts"
import type { Sealing } from "./sealing.ts"

/** What the flows of one provider's connections share. */
export interface Parts<Tokens extends AnyTokenSet> {
  readonly rules: Rules<Tokens>
  /** The provider's operations, by name. */
  readonly operations: { readonly [name: string]: Redeem<never, Tokens, RedemptionError> }
  /** The provider's deadline in milliseconds. */
  readonly timeout: number
  /** A set as the rows have it. */
  readonly encode: (tokens: Tokens) => KeptSet["tokens"]
  readonly connections: Rows<ConnectionRecord>
  readonly grants: Rows<GrantRecord>
  readonly cache: Cache<Tokens>
  readonly fingerprint: Sealing["fingerprint"]
  readonly owner: Owner
  readonly observer: VaultObserver
}
