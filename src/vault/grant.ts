/** The record of a grant that was presented: written before the POST, so that no crash lets it be presented twice. */
import type { Verdict } from "./verdict.ts"

/** What became of a grant, as the store has it. */
export interface GrantRecord {
  /** The key of the connection that presented it. */
  readonly connection: string
  /** Who presented it. */
  readonly by: string
  /**
   * `presented`: its POST may be under way. `redeemed`: its tokens came. `refused`: it is spent. `unknown`: it may be
   * spent; only a late answer changes that.
   */
  readonly state: "presented" | "redeemed" | "refused" | "unknown"
  /** Milliseconds after which whoever presented it is gone. */
  readonly for: number
  /** What the caller was told. None where nobody was left to be told. */
  readonly verdict?: Verdict
}
