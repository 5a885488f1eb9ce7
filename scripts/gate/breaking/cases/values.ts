/**
 * Changes of one value's schema. Senders break when a valid value becomes invalid; readers break when a new value may
 * come.
 */
import type { Json } from "../../../../contracts/spec/json.ts"
import { type Effect, more, none, readers, senders } from "./sample.ts"

/** Two schemas, and what is said of the change: of `value`, unless it begins with another subject. */
type Row = readonly [from: Json, to: Json, says: string]

/** Rows with the same effects on a request and on an answer. */
const of = (request: Effect, answer: Effect, rows: ReadonlyArray<Row>) =>
  rows.map(([from, to, says]) => ({
    from,
    to,
    says: /^value\W/.test(says) ? says : `value: ${says}`,
    request,
    answer,
  }))

const string = { type: "string" }
const integer = { type: "integer" }
const date = { type: "string", format: "date-time" }
const secret = { type: "string", format: "password" }
const nullable = { type: ["string", "null"] }
const listed = (...values: ReadonlyArray<string>) => ({ type: "string", enum: values })
const either = (...anyOf: ReadonlyArray<Json>) => ({ anyOf })
const open = (...values: ReadonlyArray<string>) => either(listed(...values), string)
const fields = (properties: Json, ...required: ReadonlyArray<string>) => ({ properties, required })
const a = { properties: { a: string } }
const b = { properties: { b: string } }
const shownA = '{"properties":{"a":{"type":"string"}}}'
const shownB = '{"properties":{"b":{"type":"string"}}}'
const leaving = (day: string) => ({ ...string, deprecated: true, "x-sunset": day })
const tooSoon = "which must be a day from 2027-03-02 on"

export const valueCases = [
  ...of(senders, more, [
    [{}, string, 'type from nothing to "string"'],
    [nullable, string, 'type from ["string","null"] to "string"'],
    [{ type: "number" }, integer, 'type from "number" to "integer"'],
    [string, { ...string, const: "done" }, 'values only "done"'],
    [string, listed("done", "failed"), 'values only "done", "failed"'],
    [string, { ...string, format: "uuid" }, 'format from nothing to "uuid"'],
    [string, { ...string, pattern: "^a" }, 'pattern from nothing to "^a"'],
    [string, { ...string, minLength: 1 }, "minLength from nothing to 1"],
    [{ minimum: -1 }, { minimum: 0 }, "minimum from -1 to 0"],
    [{}, { maxItems: 9 }, "maxItems from nothing to 9"],
    [{ maxLength: 9 }, { maxLength: 8 }, "maxLength from 9 to 8"],
    [{}, { additionalProperties: false }, "additionalProperties from nothing to false"],
    [{}, { items: string }, 'items from nothing to {"type":"string"}'],
    [{ items: {} }, { items: { minLength: 2 } }, "value[]: minLength from nothing to 2"],
    [{}, { uniqueItems: true }, "uniqueItems from nothing to true"],
    [either(string, { type: "null" }), either(string), 'anyOf without {"type":"null"}'],
    [open("a"), either(listed("a")), 'anyOf without {"type":"string"}'],
    [{ allOf: [a] }, { allOf: [a, b] }, `allOf with ${shownB}`],
    [{}, { allOf: [a] }, `allOf with ${shownA}`],
    [fields({ a: string }), fields({ a: string }, "a"), "value.a: required"],
  ]),
  ...of(more, readers, [
    [string, nullable, 'type from "string" to ["string","null"]'],
    [string, {}, 'type from "string" to nothing'],
    [integer, { type: "number" }, 'type from "integer" to "number"'],
    [listed("done"), string, "values no longer listed"],
    [listed("done"), listed("done", "failed"), 'values with "failed"'],
    [{ ...string, const: "done" }, listed("done", "failed"), 'values with "failed"'],
    [{ ...string, format: "uuid" }, string, 'format from "uuid" to nothing'],
    [{ minItems: 2 }, { minItems: 1 }, "minItems from 2 to 1"],
    [{ maximum: 1 }, { maximum: 2 }, "maximum from 1 to 2"],
    [{ exclusiveMaximum: 1 }, {}, "exclusiveMaximum from 1 to nothing"],
    [{ additionalProperties: false }, {}, "additionalProperties from false to nothing"],
    [{ uniqueItems: true }, { uniqueItems: false }, "uniqueItems from true to false"],
    [either(a), either(a, b), `anyOf with ${shownB}`],
    [{ oneOf: [string] }, { oneOf: [{ type: "null" }, string] }, 'oneOf with {"type":"null"}'],
    [either(listed("a")), open("a"), 'anyOf with {"type":"string"}'],
    [fields({ a: string }, "a"), fields({ a: string }), "value.a: no longer required"],
  ]),
  ...of(senders, readers, [
    [string, integer, 'type from "string" to "integer"'],
    [{ const: "done" }, { const: "failed" }, 'values without "done" and with "failed"'],
    [listed("a", "b"), listed("a", "c"), 'values without "b" and with "c"'],
    [{ format: "uuid" }, { format: "uri" }, 'format from "uuid" to "uri"'],
    // In generated/ a date-time is a `Date`, any other text a string.
    [string, date, 'format from nothing to "date-time"'],
    [date, string, 'format from "date-time" to nothing'],
    [{ pattern: "^a" }, { pattern: "^b" }, 'pattern from "^a" to "^b"'],
    [{ items: string }, { items: integer }, 'value[]: type from "string" to "integer"'],
    [{ additionalProperties: string }, { additionalProperties: integer }, 'value{}: type from "string" to "integer"'],
    // A program that names the removed value no longer compiles, since the generated types list the values.
    [listed("done", "failed"), { ...string, const: "done" }, 'values without "failed"'],
    [listed("done", "failed"), listed("done"), 'values without "failed"'],
    [open("a", "b"), open("a"), 'values without "b"'],
    [open("a"), open("b"), 'values without "a" and with "b"'],
    [either(a, b), either(a), `anyOf without ${shownB}`],
    [
      either({ type: "object", ...a }, { type: "object" }),
      either({ type: "object" }),
      'anyOf without {"type":"object","properties":{"a":{"type":"string"}}}',
    ],
    [{ allOf: [a, b] }, { allOf: [b] }, `allOf without ${shownA}`],
    [{ allOf: [a] }, {}, `allOf without ${shownA}`],
    [fields({ a: string }), fields({}), "value.a: removed"],
    [fields({ a: string }, "a"), fields({}), "value.a: removed"],
    [fields({ a: fields({ b: string }) }), fields({ a: fields({}) }), "value.a.b: removed"],
    [{ items: fields({ a: string }) }, { items: fields({}) }, "value[].a: removed"],
    [fields({ a: string }, "a"), fields({ b: string }, "b"), "value.a: renamed to b"],
    [string, secret, "marked as a secret"],
    [secret, string, "no longer marked as a secret"],
    [string, { ...string, "x-one-time": true }, "x-one-time from nothing to true"],
    [{ "x-one-time": true }, { "x-one-time": "when-rotated" }, 'x-one-time from true to "when-rotated"'],
    [{ default: 1 }, {}, "default from 1 to nothing"],
    [{ default: 1 }, { default: 2 }, "default from 1 to 2"],
    [fields({ a: leaving("2027-01-31") }), fields({}), "value.a: removed"],
    [fields({ a: leaving("2026") }), fields({}), "value.a: removed"],
    [fields({ a: { "x-sunset": "2026-01-01" } }), fields({}), "value.a: removed"],
    [string, leaving("2027-03-01"), `deprecated until 2027-03-01, ${tooSoon}`],
    [{ ...string, "x-sunset": "2026-01-01" }, leaving("2026-01-01"), `deprecated until 2026-01-01, ${tooSoon}`],
  ]),
  ...of(more, more, [
    [open("a"), open("a", "b"), 'values with "b"'],
    [open("a"), either(string), 'anyOf without {"type":"string","enum":["a"]}'],
    [open("a"), either(listed("a"), string, listed("b")), 'anyOf with {"type":"string","enum":["b"]}'],
    [fields({}), fields({ a: string }), "value.a: added"],
    // Its name was required before.
    [fields({}, "a"), fields({ a: string }, "a"), "value.a: added"],
    [{}, { default: 1 }, "default from nothing to 1"],
    [string, { ...string, deprecated: true }, "deprecated"],
    [{ deprecated: true }, {}, "not deprecated"],
    [string, leaving("2027-03-02"), "deprecated until 2027-03-02"],
    // The comparison is on 2027-01-31: the last day has passed, and a new one is announced 30 days ahead.
    [fields({ a: leaving("2027-01-30") }), fields({}), "value.a: removed after its last day, 2027-01-30"],
  ]),
  ...of(none, none, [
    [string, { ...string, description: "A word." }, "description changed"],
    [{ examples: ["a"] }, { examples: ["b"] }, "examples changed"],
    [{}, { "x-note": "a" }, "x-note changed"],
    [{}, { "x-evidence": "assumed" }, 'x-evidence from nothing to "assumed"'],
  ]),
]

/** Schemas that differ in writing only and accept the same values. */
export const sameValues: ReadonlyArray<readonly [from: Json, to: Json]> = [
  [{}, { deprecated: false }],
  [string, { type: ["string"] }],
  [nullable, { type: ["null", "string"] }],
  [listed("a"), { ...string, const: "a" }],
  [listed("a", "b"), listed("b", "a")],
  [{}, { minLength: 0 }],
  [{}, { additionalProperties: true }],
  [{}, { items: {} }],
  [either(a, b), either(b, a)],
  [fields({ a: string, b: string }, "a", "b"), fields({ b: string, a: string }, "b", "a")],
]
