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

type Effects = Readonly<Partial<Record<Side, Effect>>>

const senders: Effect = { breaks: "senders", part: "major" }
const readers: Effect = { breaks: "readers", part: "major" }
const both: Effect = { breaks: "both", part: "major" }
/** A caller may do or read more. */
const more: Effect = { breaks: "nobody", part: "minor" }
/** Callers are not affected. */
const same: Effect = { breaks: "nobody", part: "none" }

/** A caller who goes on as before is refused, or misunderstood, or misses something. */
const lost: Effects = { request: senders, answer: readers, document: both }
const wider: Effects = { request: more, answer: more, document: more }
/** Fewer valid values break senders, more break readers. */
const stricter: Effects = { request: senders, answer: more }
const looser: Effects = { request: more, answer: readers }

/** By the name of a rule, else by its last word. */
export const rules: Readonly<Record<string, Effects>> = {
  removed: lost,
  renamed: { ...lost }, // a program names it: an operation by the client's function, an example by the simulator's
  added: wider,
  required: stricter,
  optional: looser,
  narrowed: stricter,
  widened: looser,
  replaced: { request: senders, answer: readers },

  "recorded exchange removed": { document: same }, // and yet verdict.ts requires its acceptance
  "recorded exchange changed": { document: same }, // likewise
  "operation moved": { document: both }, // to another path or method
  "default server changed": { document: both }, // the first one is where the client goes by itself
  "security demanded": { request: senders },
  "security eased": { request: more },
  "security scheme changed": { document: senders },

  "schema added": stricter, // before, the spec did not describe the value
  "list shortened": { request: senders, answer: readers }, // a program that names the value no longer compiles
  "open list changed": { request: more, answer: more },
  "alternative added": looser,
  "part added": stricter, // of an allOf
  "secret marked": { request: senders, answer: readers }, // its type in the client is another
  "secret unmarked": { request: senders, answer: readers }, // and it may be logged
  "one-time changed": { request: senders, answer: readers }, // whether a grant may be presented again
  "default added": { request: more, answer: more },
  "default changed": { request: senders, answer: readers }, // what a missing field means

  // The simulator and the mocks answer with an example by its name.
  "example removed": looser,
  "example renamed": looser,
  "example changed": { request: more, answer: more },
  "name added": { document: same }, // generated/ exports each schema under its name

  "deprecation changed": wider,
  "deprecated removed": wider, // after its last day
  "sunset too soon": lost,
  "words changed": { request: same, answer: same, document: same },
  "evidence changed": { request: same, answer: same, document: same },
  "something else changed": lost,
}

/** The row of the table that decides about a rule. */
export const rowOf = (rule: string): string => (Object.hasOwn(rules, rule) ? rule : (rule.split(" ").at(-1) ?? rule))

/** The effect of a change. Without a row for its side, anybody may break. */
export const effectOf = ({ rule, side }: { readonly rule: string; readonly side: Side }): Effect =>
  rules[rowOf(rule)]?.[side] ?? both
