/** The record of a connection, and every change of it. Nothing here reads a clock or a store. */
import * as Schema from "effect/Schema"
import type { RedemptionError } from "../errors.ts"
import type { EndReason } from "./errors.ts"
import { Verdict, verdictOf } from "./verdict.ts"

const isOptional = Schema.optionalKey

const schema = /* #__PURE__ */ Schema.Struct({
  /** The number of the token set: each refresh and each consent adds one. 0 before the first. */
  generation: Schema.Number,
  /** The grants that were presented and whose tokens may still come, the oldest first. */
  pending: Schema.Array(Schema.String),
  /** The grant that the set stems from. */
  from: isOptional(Schema.String),
  /** The set as plain text, and when it came by the clock of the one who received it. */
  set: isOptional(Schema.Struct({ tokens: Schema.Json, receivedAt: Schema.Number })),
  /** The time of this write by the clock of the one who received the set. */
  clock: Schema.Number,
  /** Who refreshes the set, and for how many milliseconds nobody else does. */
  lease: isOptional(Schema.Struct({ id: Schema.String, for: Schema.Number })),
  /** The provider may have answered a refresh of this set with tokens that nobody received. */
  doubt: isOptional(Schema.Boolean),
  /** For how many milliseconds nobody refreshes after a failure, and the failure. */
  pause: isOptional(Schema.Struct({ for: Schema.Number, verdict: Verdict })),
  /** Why and since when only the user can help. */
  ended: isOptional(Schema.Struct({ reason: Schema.Literals(["refused", "lost", "rejected"]), since: Schema.Number })),
})

/** One user's link to one provider, as the store has it. */
export interface ConnectionRecord extends Schema.Schema.Type<typeof schema> {}
export const ConnectionRecord: Schema.Codec<ConnectionRecord, unknown> = schema

/** A new set, and when it came. */
export type KeptSet = NonNullable<ConnectionRecord["set"]>

/** A grant is about to be presented. Whatever comes of those before it counts until a later one's tokens came. */
export const withPending = (record: ConnectionRecord | undefined, grant: string): ConnectionRecord => ({
  ...(record ?? { generation: 0, clock: 0 }),
  pending: [...(record?.pending ?? []).filter((one) => one !== grant), grant],
})

/** Nothing more will come of a grant. `undefined`: nothing is left of the connection. */
export const withoutPending = (record: ConnectionRecord, grant: string): ConnectionRecord | undefined => {
  const pending = record.pending.filter((one) => one !== grant)
  return pending.length === 0 && record.set === undefined ? undefined : { ...record, pending }
}

/** The tokens of a grant came. `undefined` when a later consent, or the end of the connection, came before them. */
export const withConsent = (record: ConnectionRecord, grant: string, set: KeptSet): ConnectionRecord | undefined => {
  const at = record.pending.indexOf(grant)
  if (at < 0) return undefined
  const pending = record.pending.slice(at + 1)
  return { generation: record.generation + 1, pending, from: grant, set, clock: set.receivedAt }
}

/** Which token set: the consent that it stems from, and its number. */
export type Generation = Pick<ConnectionRecord, "from" | "generation">

/** Whether it still is that set. Numbers begin anew where a connection ended, grants do not come back. */
export const isGeneration = (record: Generation, { from, generation }: Generation): boolean =>
  record.from === from && record.generation === generation

/** A refresh brought a new set. `undefined` when another took the old one's place before it. */
export const withRefreshed = (
  record: ConnectionRecord,
  old: Generation,
  set: KeptSet,
): ConnectionRecord | undefined => {
  if (!isGeneration(record, old)) return undefined
  const { pending, from } = record
  return { generation: record.generation + 1, pending, ...(from !== undefined && { from }), set, clock: set.receivedAt }
}

const without = <Name extends keyof ConnectionRecord>(record: ConnectionRecord, ...names: ReadonlyArray<Name>) => {
  const left: Partial<Record<keyof ConnectionRecord, unknown>> = { ...record }
  for (const name of names) delete left[name]
  return left as Omit<ConnectionRecord, Name> // What was left out is what the type leaves out.
}

/** Somebody takes the lease. Whoever had one before has not said what came of it. */
export const withLease = (
  record: ConnectionRecord,
  lease: NonNullable<ConnectionRecord["lease"]>,
): ConnectionRecord => ({
  ...without(record, "pause"),
  ...(record.lease !== undefined && { doubt: true }),
  lease,
})

/** A refresh failed, and may be tried again after a pause. */
export const withPause = (
  record: ConnectionRecord,
  error: RedemptionError,
  milliseconds: number,
): ConnectionRecord => ({
  ...without(record, "lease"),
  ...((error.grant === "unknown" || error.grant === "spent") && { doubt: true }),
  pause: { for: milliseconds, verdict: verdictOf(error) },
})

/** Only the user can help. */
export const withEnd = (
  record: ConnectionRecord,
  reason: Exclude<EndReason, "expired">,
  since: number,
): ConnectionRecord => ({
  ...without(record, "lease", "pause"),
  ended: { reason, since },
})
