/** The record of a grant that was presented: written before the POST, so that no crash lets it be presented twice. */
import type { RedemptionError } from "../errors.ts"
import { type Verdict, verdictOf } from "./verdict.ts"

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

/** A change of a record: the same record where nothing changes, `undefined` where the grant may be presented again. */
export type GrantChange = (record: GrantRecord | undefined) => GrantRecord | undefined

/** Its tokens came, late or not. */
export const redeemed: GrantChange = (record) =>
  record?.state === "presented" || record?.state === "unknown" ? { ...record, state: "redeemed" } : record

/** What is left of a one-time grant after a failure. What is unspent may be presented again. */
const states = { unspent: undefined, reusable: undefined, spent: "refused", unknown: "unknown" } as const

/** Presenting it failed. The first verdict stays. */
export const failedWith =
  (error: RedemptionError): GrantChange =>
  (record) => {
    if (record?.state !== "presented") return record
    const state = states[error.grant]
    return state && { ...record, state, verdict: verdictOf(error) }
  }

/** Whoever presented it is gone, and may have sent it. */
export const abandonedBy =
  (by: string): GrantChange =>
  (record) =>
    record?.by === by && record.state === "presented" ? { ...record, state: "unknown" } : record
