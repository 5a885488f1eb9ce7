/** A departure: something that a vendor's answer has and its spec does not say, or the other way round. */
import type { Place } from "../../contracts/spec/specs.ts"

/** Every kind of departure. The list is closed: whatever an answer departs in has one of these names. */
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
  /** Where the spec says what was expected. */
  readonly place: Place
}
