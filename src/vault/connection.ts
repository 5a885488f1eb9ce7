/** The record of a connection, and every change of it. Nothing here reads a clock or a store. */
import type { RedemptionError } from "../errors.ts"
import type { EndReason } from "./errors.ts"
import type { Row } from "./rows.ts"
import { type Verdict, verdictOf } from "./verdict.ts"

/** One user's link to one provider, as the store has it. */
export interface ConnectionRecord {
  /** The number of the token set: each refresh and each consent adds one. 0 before the first. */
  readonly generation: number
  /** The grants that were presented and whose tokens may still come, the oldest first. */
  readonly pending: ReadonlyArray<string>
  /**
   * The time of this write by the clock of the one who received the set. It is ahead by as long as the redemption took:
   * the tokens' life began at some moment of it, and not only when they were received.
   */
  readonly clock: number
  /** The grant that the set stems from. */
  readonly from?: string | undefined
  /** The set in plain JSON, and the clock when it was kept. */
  readonly set?: { readonly tokens: unknown; readonly keptAt: number }
  /** Who refreshes the set, and for how many milliseconds nobody else does. */
  readonly lease?: { readonly id: string; readonly for: number } | undefined
  /** The provider may have answered a refresh of this set with tokens that nobody received. */
  readonly doubt?: boolean
  /** For how many milliseconds nobody refreshes after a failure, and the failure. */
  readonly pause?: { readonly for: number; readonly verdict: Verdict } | undefined
  /** Why and since when only the user can help. */
  readonly ended?: { readonly reason: Exclude<EndReason, "expired">; readonly since: number }
}

/** Tokens in plain JSON. */
export type PlainTokens = NonNullable<ConnectionRecord["set"]>["tokens"]

/** The later of two clocks: ours, and that of whoever received the set as the store has measured it since. */
export const timeOf = ({ record, age, readAt }: Row<ConnectionRecord>, now: number): number =>
  Math.max(now, record.clock + age + Math.max(0, now - readAt))

/** A change of a record: the same record where nothing changes, `undefined` where nothing is left. */
export type Change<Before = ConnectionRecord | undefined> = (
  record: Before,
  now: number,
) => ConnectionRecord | undefined

/** A change of a record that is there. */
const ifThere =
  (change: Change<ConnectionRecord>): Change =>
  (record, now) =>
    record && change(record, now)

/** A grant is about to be presented. What comes of those before it counts until a later one's tokens came. */
export const withPending =
  (grant: string): Change =>
  (record = { generation: 0, pending: [], clock: 0 }) =>
    record.pending.includes(grant) ? record : { ...record, pending: [...record.pending, grant] }

/** Nothing more will come of a grant. */
export const withoutPending = (grant: string): Change =>
  ifThere((record) => {
    const pending = record.pending.filter((one) => one !== grant)
    if (pending.length === record.pending.length) return record
    return pending.length === 0 && record.set === undefined ? undefined : { ...record, pending }
  })

/** Tokens that came, and when their grant was presented. */
export interface Came {
  readonly tokens: PlainTokens
  readonly presentedAt: number
}

/** A set takes the place of another. Whatever was said of the old one is over. */
const renewed = (
  { generation, pending }: ConnectionRecord,
  from: string | undefined,
  { tokens, presentedAt }: Came,
  now: number,
): ConnectionRecord => {
  const clock = now + Math.max(0, now - presentedAt)
  return { generation: generation + 1, pending, clock, from, set: { tokens, keptAt: clock } }
}

/** The tokens of a grant came, unless a later consent or the end of the connection came before them. */
export const withConsent = (grant: string, came: Came): Change =>
  ifThere((record, now) => {
    const at = record.pending.indexOf(grant)
    if (at < 0) return record
    return renewed({ ...record, pending: record.pending.slice(at + 1) }, grant, came, now)
  })

type Generation = Pick<ConnectionRecord, "from" | "generation">

/** Whether it still is that set. Numbers begin anew where a connection ended; grants do not come back. */
const isSameSet = (one: Generation, other: Generation) => one.from === other.from && one.generation === other.generation

/** A refresh brought a new set, unless another took the old one's place. */
export const withRefreshed = (old: Generation, came: Came): Change =>
  ifThere((record, now) => (isSameSet(record, old) ? renewed(record, old.from, came, now) : record))

/** Somebody takes the lease of a set as it was seen. Whoever had one before has not said what came of it. */
export const withLease = (seen: ConnectionRecord, lease: NonNullable<ConnectionRecord["lease"]>): Change =>
  ifThere((record) => {
    const isSeen =
      isSameSet(record, seen) &&
      record.lease?.id === seen.lease?.id &&
      // It failed since.
      (record.pause === undefined || seen.pause !== undefined)
    if (!isSeen || record.ended !== undefined) return record
    return { ...record, pause: undefined, lease, ...(seen.lease && { doubt: true }) }
  })

const isHolder = (record: ConnectionRecord, lease: string) => record.lease?.id === lease

/** A refresh failed, and may be tried again after a pause. */
export const withPause = (lease: string, error: RedemptionError, milliseconds: number): Change =>
  ifThere((record) => {
    if (!isHolder(record, lease)) return record
    const pause = { for: milliseconds, verdict: verdictOf(error) }
    const isDoubtful = error.grant === "unknown" || error.grant === "spent"
    return { ...record, lease: undefined, pause, ...(isDoubtful && { doubt: true }) }
  })

/** The provider refused to refresh the set of the one who has the lease. */
export const withRefusal = (lease: string): Change =>
  ifThere((record, now) => {
    if (!isHolder(record, lease)) return record
    return { ...record, lease: undefined, ended: { reason: record.doubt ? "lost" : "refused", since: now } }
  })

/** The provider's API rejects the set, and nothing refreshes it. */
export const withRejection = (rejected: Generation): Change =>
  ifThere((record, now) => {
    if (!isSameSet(record, rejected) || record.ended !== undefined) return record
    return { ...record, ended: { reason: "rejected", since: now } }
  })
