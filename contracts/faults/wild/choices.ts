/** Choices that a property draws from. */
import * as Arbitrary from "effect/Arbitrary"
import * as Schema from "effect/Schema"

export const pick = <const A extends ReadonlyArray<unknown>>(...values: A): Arbitrary.Arbitrary<A[number]> =>
  Arbitrary.map(upTo(values.length - 1), (at) => values[at])

export const upTo = (last: number, first = 0) =>
  Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: first, maximum: last })))

export const oneOf = <A>(...choices: ReadonlyArray<Arbitrary.Arbitrary<A>>): Arbitrary.Arbitrary<A> =>
  Arbitrary.flatMap(pick(...choices), (choice) => choice)

export const text = Arbitrary.schema(Schema.String)
export const json: Arbitrary.Arbitrary<unknown> = Arbitrary.schema(Schema.Json)
