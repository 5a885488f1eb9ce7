/**
 * The rules of the gate: who breaks by each change, and which part of `info.version` must move. See CONTRIBUTING,
 * "Versions".
 */
import type { Breaks } from "../finding.ts"

/** Who is affected: senders of the request, readers of the answer, or every user of the document. */
export type Side = "request" | "answer" | "document"

/** The part of the version that must move; `none` when callers are not affected. */
export type Part = "major" | "minor" | "none"

export interface Effect {
  readonly breaks: Breaks
  readonly part: Part
}

const senders: Effect = { breaks: "senders", part: "major" }
const readers: Effect = { breaks: "readers", part: "major" }
const both: Effect = { breaks: "both", part: "major" }
/** A caller may do or read more. */
const more: Effect = { breaks: "nobody", part: "minor" }
/** Callers are not affected. */
const same: Effect = { breaks: "nobody", part: "none" }

type Effects = Readonly<Record<Side, Effect>>

/** Somebody who goes on as before is refused, or misunderstood, or misses something. */
const lost: Effects = { request: senders, answer: readers, document: both }
const wider: Effects = { request: more, answer: more, document: more }
/** Fewer valid values break senders, more break readers. */
const stricter: Effects = { request: senders, answer: more, document: both }
const looser: Effects = { request: more, answer: readers, document: both }
const unseen: Effects = { request: same, answer: same, document: same }

/** By the name of a rule, else by its last word. What is not here breaks somebody. */
export const rules: Readonly<Record<string, Effects>> = {
  added: wider,
  required: stricter,
  optional: looser,
  narrowed: stricter,
  widened: looser,
  eased: wider,
  "schema added": stricter, // before, the spec did not describe the value
  "part added": stricter, // of an allOf
  "alternative added": looser,
  "open list changed": wider,
  "name added": unseen, // generated/ exports each schema under its name
  "security scheme changed": { ...lost, document: senders },
  // The simulator and the mocks answer with an example by its name.
  "example removed": looser,
  "example renamed": looser,
  "example changed": wider,
  "deprecation changed": wider,
  "deprecated removed": wider, // after its last day
  "words changed": unseen,
  "evidence changed": unseen,
  "recorded exchange removed": unseen, // and yet verdict.ts requires its acceptance
  "recorded exchange changed": unseen, // likewise
}

/** The row of the table that decides about a rule, if one does. */
export const rowOf = (rule: string): string | undefined =>
  [rule, rule.split(" ").at(-1) ?? ""].find((name) => Object.hasOwn(rules, name))

export const effectOf = ({ rule, side }: { readonly rule: string; readonly side: Side }): Effect =>
  (rules[rowOf(rule) ?? ""] ?? lost)[side]
