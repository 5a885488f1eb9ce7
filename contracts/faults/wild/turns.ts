/** The results of a redemption's attempts: answers of any status, and answers that never come. */
import * as Arbitrary from "effect/Arbitrary"
import type { FaultOperation } from "../operations.ts"
import { contentOf } from "./bodies.ts"
import { oneOf, pick, text, upTo } from "./choices.ts"

/** The result of one POST. */
export type Turn =
  | {
      readonly _tag: "Answer"
      readonly status: number
      readonly body: Uint8Array<ArrayBuffer>
      readonly headers: Headings
    }
  /** No connection: nothing is read. */
  | { readonly _tag: "Refused" }
  /** The request is read, and the answer breaks off. */
  | { readonly _tag: "Cut"; readonly status: number }

export type Headings = ReadonlyArray<readonly [name: string, value: string]>

const status = oneOf<number>(
  pick(200),
  pick(200, 201, 202, 204, 206),
  pick(400, 401, 403, 404, 415, 422),
  pick(429, 429, 500, 502, 503, 504),
  upTo(599, 100),
  pick(0, 100, 101, 205, 301, 302, 304, 307, 407, 408, 421, 599, 600, 999),
)

/** What may stand in a header. */
const heading = (value: string) => value.replace(/[^\t\x20-\x7e\x80-\xff]/g, "")

const contentType = oneOf<string>(pick("application/json", "text/html; charset=latin1", "x", ""), text)
const retryAfter = oneOf<string>(
  pick("", "0", "1", "29", "3600", "-1", "1.5", "1e3", "0x10", "9".repeat(400), "1, 2", "soon"),
  pick("Wednesday, 21-Oct-15 07:28:00 GMT", "Wed Oct 21 07:28:00 2015", "Fri Dec 31 23:59:59 9999"),
  pick("Wed, 21 Oct 2015 07:28:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 99 Foo 2026 99:99:99 GMT"),
  text,
)

const answerOf = (body: Arbitrary.Arbitrary<Uint8Array<ArrayBuffer>>): Arbitrary.Arbitrary<Turn> =>
  Arbitrary.map(
    Arbitrary.all({ status, body, contentType, retryAfter }),
    ({ status, body, contentType, retryAfter }): Turn => ({
      _tag: "Answer",
      status,
      body,
      headers: [
        ["content-type", heading(contentType)],
        ...(retryAfter === "" ? [] : [["retry-after", heading(retryAfter)] as const]),
      ],
    }),
  )

const mishap: Arbitrary.Arbitrary<Turn> = oneOf<Turn>(
  Arbitrary.Constant({ _tag: "Refused" }),
  Arbitrary.map(status, (status): Turn => ({ _tag: "Cut", status })),
)

/** The results of one redemption's attempts, in turn; the last repeats. */
export const turnsOf = (operation: FaultOperation): Arbitrary.Arbitrary<ReadonlyArray<Turn>> => {
  const answer = answerOf(contentOf(operation))
  return Arbitrary.map(
    Arbitrary.all([answer, Arbitrary.array(oneOf(answer, answer, answer, mishap), { maxLength: 2 })]),
    ([last, more]) => [...more, last],
  )
}

/** A turn as a failed test names it. */
export const describeTurn = (turn: Turn): string =>
  turn._tag === "Answer"
    ? `${turn.status} ${JSON.stringify(turn.headers)} ${new TextDecoder().decode(turn.body)}`
    : JSON.stringify(turn)
