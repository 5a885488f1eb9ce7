/**
 * Changes of one value's schema. Senders break when a valid value becomes invalid; readers break when a new value may
 * come.
 */
import type { Json } from "../../../../contracts/spec/specs.ts"
import type { Rule } from "../rules.ts"
import type { Effect } from "./sample.ts"

export interface ValueCase {
  readonly rule: Rule
  readonly what: string
  readonly from: Json
  readonly to: Json
  /** The subject and result of the change. Without the colon it ends the id. */
  readonly says: string
  readonly request: Effect
  readonly answer: Effect
}

type Row = readonly [what: string, from: Json, to: Json, says: string]

/** The cases of one rule, with their effects on both sides. */
const of = (rule: Rule, request: Effect, answer: Effect, rows: ReadonlyArray<Row>): ReadonlyArray<ValueCase> =>
  rows.map(([what, from, to, says]) => ({ rule, what, from, to, says, request, answer }))

const string = { type: "string" }
const integer = { type: "integer" }
const nullable = { type: ["string", "null"] }
const listed = (...values: ReadonlyArray<string>) => ({ type: "string", enum: values })
const either = (...anyOf: ReadonlyArray<Json>) => ({ anyOf })
const open = (...values: ReadonlyArray<string>) => either(listed(...values), string)
const fields = (properties: Json, ...required: ReadonlyArray<string>) => ({ properties, required })
const a = { properties: { a: string } }
const b = { properties: { b: string } }

const leaving = (day: string) => ({ ...string, deprecated: true, "x-sunset": day })

export const valueCases: ReadonlyArray<ValueCase> = [
  ...of("values narrowed", "senders major", "nobody minor", [
    ["a type where there was none", {}, string, 'value: type from nothing to "string"'],
    ["a type less", nullable, string, 'value: type from ["string","null"] to "string"'],
    ["whole numbers only", { type: "number" }, integer, 'value: type from "number" to "integer"'],
    ["a const", string, { ...string, const: "done" }, 'value: values only "done"'],
    ["a list", string, listed("done", "failed"), 'value: values only "done", "failed"'],
    ["a format", string, { ...string, format: "uuid" }, 'value: format from nothing to "uuid"'],
    ["a pattern", string, { ...string, pattern: "^a" }, 'value: pattern from nothing to "^a"'],
    ["a lower bound", string, { ...string, minLength: 1 }, "value: minLength from nothing to 1"],
    ["a lower bound raised", { minimum: -1 }, { minimum: 0 }, "value: minimum from -1 to 0"],
    ["an upper bound", {}, { maxItems: 9 }, "value: maxItems from nothing to 9"],
    ["an upper bound lowered", { maxLength: 9 }, { maxLength: 8 }, "value: maxLength from 9 to 8"],
    ["no further fields", {}, { additionalProperties: false }, "value: additionalProperties from nothing to false"],
    ["items of one kind", {}, { items: string }, 'value: items from nothing to {"type":"string"}'],
    ["items with a bound", { items: {} }, { items: { minLength: 2 } }, "value[]: minLength from nothing to 2"],
    ["items each once", {}, { uniqueItems: true }, "value: uniqueItems from nothing to true"],
    ["null no more", either(string, { type: "null" }), either(string), 'value: anyOf without {"type":"null"}'],
    ["an open list closed", open("a"), either(listed("a")), 'value: anyOf without {"type":"string"}'],
  ]),
  ...of("values widened", "nobody minor", "readers major", [
    ["a type more", string, nullable, 'value: type from "string" to ["string","null"]'],
    ["any type", string, {}, 'value: type from "string" to nothing'],
    ["any number", integer, { type: "number" }, 'value: type from "integer" to "number"'],
    ["a list gone", listed("done"), string, "value: values no longer listed"],
    ["a listed value more", listed("done"), listed("done", "failed"), 'value: values with "failed"'],
    ["a list of a const", { ...string, const: "done" }, listed("done", "failed"), 'value: values with "failed"'],
    ["a format gone", { ...string, format: "uuid" }, string, 'value: format from "uuid" to nothing'],
    ["a lower bound lowered", { minItems: 2 }, { minItems: 1 }, "value: minItems from 2 to 1"],
    ["an upper bound raised", { maximum: 1 }, { maximum: 2 }, "value: maximum from 1 to 2"],
    ["an upper bound gone", { exclusiveMaximum: 1 }, {}, "value: exclusiveMaximum from 1 to nothing"],
    ["further fields", { additionalProperties: false }, {}, "value: additionalProperties from false to nothing"],
    ["items repeated", { uniqueItems: true }, { uniqueItems: false }, "value: uniqueItems from true to false"],
  ]),
  ...of("values replaced", "senders major", "readers major", [
    ["another type", string, integer, 'value: type from "string" to "integer"'],
    ["another const", { const: "done" }, { const: "failed" }, 'value: values without "done" and with "failed"'],
    ["another listed value", listed("a", "b"), listed("a", "c"), 'value: values without "b" and with "c"'],
    ["another format", { format: "uuid" }, { format: "uri" }, 'value: format from "uuid" to "uri"'],
    // In generated/ a date-time is a `Date`, any other text a string.
    ["a date for a text", string, { ...string, format: "date-time" }, 'value: format from nothing to "date-time"'],
    ["a text for a date", { ...string, format: "date-time" }, string, 'value: format from "date-time" to nothing'],
    ["another pattern", { pattern: "^a" }, { pattern: "^b" }, 'value: pattern from "^a" to "^b"'],
    ["items of another kind", { items: string }, { items: integer }, 'value[]: type from "string" to "integer"'],
    [
      "other further fields",
      { additionalProperties: string },
      { additionalProperties: integer },
      'value{}: type from "string" to "integer"',
    ],
  ]),
  // A program that names the removed value no longer compiles, since the generated types list the values.
  ...of("list shortened", "senders major", "readers major", [
    ["a const of a list", listed("done", "failed"), { ...string, const: "done" }, 'value: values without "failed"'],
    ["a listed value less", listed("done", "failed"), listed("done"), 'value: values without "failed"'],
    ["a value of an open list less", open("a", "b"), open("a"), 'value: values without "b"'],
    ["another value of an open list", open("a"), open("b"), 'value: values without "a" and with "b"'],
  ]),
  ...of("open list changed", "nobody minor", "nobody minor", [
    ["a value more", open("a"), open("a", "b"), 'value: values with "b"'],
    ["no value", open("a"), either(string), 'value: anyOf without {"type":"string","enum":["a"]}'],
    [
      "a second list",
      open("a"),
      either(listed("a"), string, listed("b")),
      'value: anyOf with {"type":"string","enum":["b"]}',
    ],
  ]),
  ...of("alternative added", "nobody minor", "readers major", [
    ["a shape", either(a), either(a, b), 'value: anyOf with {"properties":{"b":{"type":"string"}}}'],
    ["null", { oneOf: [string] }, { oneOf: [{ type: "null" }, string] }, 'value: oneOf with {"type":"null"}'],
    ["a closed list opened", either(listed("a")), open("a"), 'value: anyOf with {"type":"string"}'],
  ]),
  ...of("alternative removed", "senders major", "readers major", [
    ["a shape", either(a, b), either(a), 'value: anyOf without {"properties":{"b":{"type":"string"}}}'],
    [
      "a shape beside any object",
      either({ type: "object", ...a }, { type: "object" }),
      either({ type: "object" }),
      'value: anyOf without {"type":"object","properties":{"a":{"type":"string"}}}',
    ],
  ]),
  ...of("part added", "senders major", "nobody minor", [
    ["fields", { allOf: [a] }, { allOf: [a, b] }, 'value: allOf with {"properties":{"b":{"type":"string"}}}'],
    ["the first", {}, { allOf: [a] }, 'value: allOf with {"properties":{"a":{"type":"string"}}}'],
  ]),
  ...of("part removed", "senders major", "readers major", [
    ["fields", { allOf: [a, b] }, { allOf: [b] }, 'value: allOf without {"properties":{"a":{"type":"string"}}}'],
    ["the last", { allOf: [a] }, {}, 'value: allOf without {"properties":{"a":{"type":"string"}}}'],
  ]),

  ...of("property removed", "senders major", "readers major", [
    ["a field", fields({ a: string }), fields({}), "value.a: removed"],
    ["a required field", fields({ a: string }, "a"), fields({}), "value.a: removed"],
    ["a field of a field", fields({ a: fields({ b: string }) }), fields({ a: fields({}) }), "value.a.b: removed"],
    ["a field of an item", { items: fields({ a: string }) }, { items: fields({}) }, "value[].a: removed"],
  ]),
  ...of("property renamed", "senders major", "readers major", [
    ["a field", fields({ a: string }, "a"), fields({ b: string }, "b"), "value.a: renamed to b"],
  ]),
  ...of("property added", "nobody minor", "nobody minor", [
    ["a field", fields({}), fields({ a: string }), "value.a: added"],
  ]),
  ...of("property required", "senders major", "nobody minor", [
    ["a field", fields({ a: string }), fields({ a: string }, "a"), "value.a: required"],
  ]),
  ...of("property optional", "nobody minor", "readers major", [
    ["a field", fields({ a: string }, "a"), fields({ a: string }), "value.a: no longer required"],
  ]),

  ...of("secret marked", "senders major", "readers major", [
    ["a text", string, { ...string, format: "password" }, "value: marked as a secret"],
  ]),
  ...of("secret unmarked", "senders major", "readers major", [
    ["a secret", { ...string, format: "password" }, string, "value: no longer marked as a secret"],
  ]),
  ...of("one-time changed", "senders major", "readers major", [
    ["spent now", string, { ...string, "x-one-time": true }, "value: x-one-time from nothing to true"],
    [
      "less surely",
      { "x-one-time": true },
      { "x-one-time": "when-rotated" },
      'value: x-one-time from true to "when-rotated"',
    ],
  ]),
  ...of("default added", "nobody minor", "nobody minor", [
    ["the first", {}, { default: 1 }, "value: default from nothing to 1"],
  ]),
  ...of("default changed", "senders major", "readers major", [
    ["none", { default: 1 }, {}, "value: default from 1 to nothing"],
    ["another", { default: 1 }, { default: 2 }, "value: default from 1 to 2"],
  ]),
  ...of("deprecation changed", "nobody minor", "nobody minor", [
    ["a field", string, { ...string, deprecated: true }, "value: deprecated"],
    ["no more", { deprecated: true }, {}, "value: not deprecated"],
    ["a last day in 30 days", string, leaving("2027-03-02"), "value: deprecated until 2027-03-02"],
  ]),
  // The comparison is on 2027-01-31: the last day has passed, and a new one is announced 30 days ahead.
  ...of("deprecated removed", "nobody minor", "nobody minor", [
    [
      "a field after its last day",
      fields({ a: leaving("2027-01-30") }),
      fields({}),
      "value.a: removed after its last day, 2027-01-30",
    ],
  ]),
  ...of("property removed", "senders major", "readers major", [
    ["a field on its last day", fields({ a: leaving("2027-01-31") }), fields({}), "value.a: removed"],
    ["a field whose last day is none", fields({ a: leaving("2026") }), fields({}), "value.a: removed"],
    ["a field that was not deprecated", fields({ a: { "x-sunset": "2026-01-01" } }), fields({}), "value.a: removed"],
  ]),
  ...of("sunset too soon", "senders major", "readers major", [
    [
      "a last day in 29 days",
      string,
      leaving("2027-03-01"),
      "value: deprecated until 2027-03-01, which must be a day from 2027-03-02 on",
    ],
    [
      "deprecated with a last day that has passed",
      { ...string, "x-sunset": "2026-01-01" },
      leaving("2026-01-01"),
      "value: deprecated until 2026-01-01, which must be a day from 2027-03-02 on",
    ],
  ]),
  ...of("words changed", "nobody none", "nobody none", [
    ["a description", string, { ...string, description: "A word." }, "value: description changed"],
    ["an example", { examples: ["a"] }, { examples: ["b"] }, "value: examples changed"],
    ["a mark of somebody's own", {}, { "x-note": "a" }, "value: x-note changed"],
  ]),
  ...of("evidence changed", "nobody none", "nobody none", [
    ["less sure", {}, { "x-evidence": "assumed" }, 'value: x-evidence from nothing to "assumed"'],
  ]),
]

/** Schemas that differ in writing only and accept the same values. */
export const sameValues: ReadonlyArray<readonly [what: string, from: Json, to: Json]> = [
  ["not deprecated, said or unsaid", {}, { deprecated: false }],
  ["a type in a list of one", string, { type: ["string"] }],
  ["types in another order", nullable, { type: ["null", "string"] }],
  ["a list of one, and a const", listed("a"), { ...string, const: "a" }],
  ["a listed order", listed("a", "b"), listed("b", "a")],
  ["a bound that bounds nothing", {}, { minLength: 0 }],
  ["further fields, implicit or explicit", {}, { additionalProperties: true }],
  ["items of any kind, implicit or explicit", {}, { items: {} }],
  ["alternatives in another order", either(a, b), either(b, a)],
  ["fields in another order", fields({ a: string, b: string }, "a", "b"), fields({ b: string, a: string }, "b", "a")],
]
