/** A departure: a difference between a vendor's answer and its spec. */
import type { Place } from "../spec/specs.ts"

/** Every kind of departure. The list is closed. */
export const kinds = [
  "undocumented status",
  "redirect",
  "HTML",
  "undocumented content type",
  "missing header",
  "wrong header",
  "not JSON",
  "truncated",
  "too long",
  "missing field",
  "mistyped field",
  "extra field",
  "wrong format",
  "wrong value",
  "200 for an error",
  "error for a success",
  "slow",
  "no answer",
  "seen by Prism only",
] as const
export type Kind = (typeof kinds)[number]

/** One departure. Nothing in it is a secret. */
export interface Departure {
  readonly kind: Kind
  readonly expected: string
  readonly seen: string
  /** The place in the spec of what was expected. */
  readonly place: Place
}
