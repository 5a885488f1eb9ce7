/** Values in a body: those of providers, and those that break a careless reader. */
import type * as Arbitrary from "effect/Arbitrary"
import { isObject } from "../../spec/specs.ts"
import { operations } from "../operations.ts"
import { known } from "../providers.ts"
import { json, oneOf, pick, text } from "./choices.ts"

const jwt = (payload: string) => `h.${Buffer.from(payload).toString("base64url")}.s`

/** Stands for a number that JSON can say and `JSON.stringify` cannot. */
const raw = (number: string) => `@${number}@`

/** Bodies of each provider, from its spec and its record. */
export const bodiesOf = (provider: string): ReadonlyArray<unknown> => [
  ...operations
    .filter((operation) => operation.provider === provider)
    .flatMap(({ granted, refusals }) => [...granted, ...refusals.map(({ body }) => body)]),
  ...known.flatMap((one) => (one.provider.name === provider ? (one.contract.bodies ?? []) : [])),
]

export const allBodies = known.flatMap(({ provider }) => bodiesOf(provider.name))

/** The fields of the providers' requests and answers. */
const fields = [
  ...operations.flatMap(({ descriptor }) => [...descriptor.fields, ...descriptor.granted]),
  ...allBodies.filter(isObject).flatMap((body) => Object.keys(body)),
]

/** The codes of the providers: texts of one word, or of words that are joined. */
const codes = allBodies
  .filter(isObject)
  .flatMap((body) => Object.values(body))
  .filter((value): value is string => typeof value === "string" && /^[A-Za-z]+(_[A-Za-z]+)*$/.test(value))

/** Inherited keys of objects, and words of the providers. */
export const words: ReadonlyArray<string> = [
  ...["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty", "length", "then", "toJSON", "", "0"],
  ...new Set([...fields, ...codes]),
]

/** Values that break a careless reader. */
export const awkward: Arbitrary.Arbitrary<unknown> = oneOf<unknown>(
  pick(...words),
  pick(null, true, false, 0, -1, 0.5, 2 ** 53, Number.MAX_VALUE, [], {}, [[]], [null], { toString: null }),
  pick(raw("1e999"), raw("-1e999"), raw("-0"), raw("1e-999"), raw("123456789012345678901234567890"), raw("1.0")),
  pick("\ud800", "\udfff\ud800", "\u0000", "\ufeff", "x".repeat(5_000), "a_b"),
  pick("A".repeat(5_000), "a_b".repeat(2_000), "NEW_".repeat(1_000), "NEW_TYPE".padEnd(65, "S")),
  pick(
    jwt('{"iat":0,"exp":8640000000001}'),
    jwt('{"iat":-1e308,"exp":1e308}'),
    jwt('{"iat":"0","exp":null}'),
    jwt('{"exp":1e999,"iat":1}'),
    jwt(`${"[".repeat(3_000)}`),
    jwt("null"),
    "..",
    "a.%%%.c",
  ),
  pick(
    "2026-04-01T00:00:00Z",
    "2026-04-01t23:59:59.123456789z",
    "9999-12-31T23:59:59-23:59",
    "0000-01-01T00:00:00+23:59",
    "2026-02-30T00:00:00Z",
    "1",
  ),
  json,
  text,
)
