/**
 * The rules of the gate: who breaks by each change, and which part of `info.version` must move. See CONTRIBUTING,
 * "Versions".
 */
import type { Breaks } from "../finding.ts"
import type { Change, Side } from "./change.ts"

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

type Effects = Readonly<Partial<Record<Side, Effect>>>

const table = {
  "spec removed": { document: both },
  "spec added": { document: more },
  "recorded exchange removed": { document: same }, // and yet verdict.ts requires its acceptance
  "recorded exchange changed": { document: same }, // likewise

  "operation removed": { document: both },
  "operation added": { document: more },
  "operation moved": { document: both }, // to another path or method
  "operation renamed": { document: both }, // the client's function has its name

  "default server changed": { document: both }, // the first one is where the client goes by itself
  "server removed": { document: both },
  "server added": { document: more },
  "security demanded": { request: senders },
  "security eased": { request: more },
  "security scheme changed": { document: senders },

  "parameter removed": { request: senders },
  "parameter added": { request: more },
  "parameter required": { request: senders },
  "parameter optional": { request: more },
  "body removed": { request: senders },
  "body added": { request: more },
  "body required": { request: senders },
  "body optional": { request: more },

  "answer removed": { answer: readers },
  "answer added": { answer: more },
  "header removed": { answer: readers },
  "header added": { answer: more },
  "header required": { answer: more },
  "header optional": { answer: readers },

  "media type removed": { request: senders, answer: readers },
  "media type added": { request: more, answer: more },
  "schema removed": { request: senders, answer: readers }, // the spec no longer describes the value
  "schema added": { request: senders, answer: more },

  "property removed": { request: senders, answer: readers },
  "property renamed": { request: senders, answer: readers },
  "property added": { request: more, answer: more },
  "property required": { request: senders, answer: more },
  "property optional": { request: more, answer: readers },

  // Valid values: fewer break senders, more break readers.
  "values narrowed": { request: senders, answer: more },
  "values widened": { request: more, answer: readers },
  "values replaced": { request: senders, answer: readers },
  "list shortened": { request: senders, answer: readers }, // a program that names the value no longer compiles
  "open list changed": { request: more, answer: more },
  "alternative removed": { request: senders, answer: readers },
  "alternative added": { request: more, answer: readers },
  "part removed": { request: senders, answer: readers }, // of an allOf
  "part added": { request: senders, answer: more },

  "secret marked": { request: senders, answer: readers }, // its type in the client is another
  "secret unmarked": { request: senders, answer: readers }, // and it may be logged
  "one-time changed": { request: senders, answer: readers }, // whether a grant may be presented again
  "default added": { request: more, answer: more },
  "default changed": { request: senders, answer: readers }, // what a missing field means

  // The simulator and the mocks answer with an example by its name.
  "example removed": { request: more, answer: readers },
  "example renamed": { request: more, answer: readers },
  "example added": { request: more, answer: more },
  "example changed": { request: more, answer: more },

  // generated/ exports each schema under its name.
  "name removed": { document: both },
  "name added": { document: same },

  "deprecation changed": { request: more, answer: more, document: more },
  "deprecated removed": { request: more, answer: more, document: more }, // after its last day
  "sunset too soon": { request: senders, answer: readers, document: both },
  "words changed": { request: same, answer: same, document: same },
  "evidence changed": { request: same, answer: same, document: same },
  "something else changed": { request: senders, answer: readers, document: both },
} as const satisfies Record<string, Effects>

export type Rule = keyof typeof table

export const rules: Readonly<Record<Rule, Effects>> = table

/** The effect of a change. Without a rule for its side, anybody may break. */
export const effectOf = ({ rule, side }: Pick<Change, "rule" | "side">): Effect => rules[rule][side] ?? both
