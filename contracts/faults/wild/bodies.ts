/** Bodies of answers, as bytes: good ones with a few changes, damaged ones, and others. */
import * as Arbitrary from "effect/Arbitrary"
import type { FaultOperation } from "../operations.ts"
import { json, oneOf, pick, upTo } from "./choices.ts"
import { allBodies, awkward, bodiesOf, words } from "./values.ts"

/** Mostly bodies of the provider itself, half of them unchanged: few changes leave a body valid. */
const bodyOf = ({ provider, answer }: Pick<FaultOperation, "provider" | "answer">): Arbitrary.Arbitrary<unknown> => {
  const own = pick(...bodiesOf(provider))
  const good: Arbitrary.Arbitrary<unknown> = answer === "" ? own : Arbitrary.Constant(JSON.parse(answer))
  return oneOf(own, good, own, good, pick(...allBodies))
}

/** Changes one field of a body, which `at` selects. */
interface Change {
  readonly how: "drop" | "retype" | "nest" | "rename" | "add" | "double"
  readonly at: number
  readonly word: string
  readonly value: unknown
}

const change: Arbitrary.Arbitrary<Change> = Arbitrary.all({
  how: pick("drop", "retype", "retype", "nest", "rename", "add", "double"),
  at: upTo(7),
  word: pick(...words),
  value: awkward,
})

/** Applies one change; deeper if the field holds an object and the change says so. */
const changed = (body: unknown, { how, at, word, value }: Change): unknown => {
  if (typeof body !== "object" || body === null) return how === "nest" ? { [word]: body } : body
  const fields = Object.entries(body)
  const place = fields.length === 0 ? 0 : at % fields.length
  const [name, old] = fields[place] ?? [word, value]
  const put = (...entries: ReadonlyArray<readonly [string, unknown]>) =>
    Object.fromEntries([...fields.slice(0, place), ...entries, ...fields.slice(place + 1)])
  switch (how) {
    case "drop":
      return put()
    case "retype":
      return put([name, value])
    case "nest":
      return at > 4 ? [body] : put([name, { [word]: old }])
    case "rename":
      return put([word, old])
    case "add":
      return put([name, old], [word, value])
    case "double":
      return put([name, [old, old]])
  }
}

const written = (value: unknown) => JSON.stringify(value).replace(/"@([-0-9.e]+)@"/g, "$1")

const bytes = (content: string) => new TextEncoder().encode(content)

const mutatedOf = (body: Arbitrary.Arbitrary<unknown>) =>
  Arbitrary.map(Arbitrary.all({ body, changes: Arbitrary.array(change, { maxLength: 4 }) }), ({ body, changes }) =>
    bytes(written(changes.reduce(changed, body))),
  )

/** JSON that is malformed, or formatted differently. */
const damagedOf = (body: Arbitrary.Arbitrary<Uint8Array<ArrayBuffer>>) =>
  Arbitrary.map(
    Arbitrary.all({
      body,
      at: upTo(400),
      how: pick("cut", "byte", "mark", "twice", "spaces", "deep"),
      byte: upTo(255),
    }),
    ({ body, at, how, byte }) => {
      const place = at % (body.length + 1)
      switch (how) {
        case "cut":
          return body.slice(0, place)
        case "byte":
          return Uint8Array.from([...body.slice(0, place), byte, ...body.slice(place)])
        case "mark":
          return Uint8Array.from([0xef, 0xbb, 0xbf, ...body])
        case "twice":
          return Uint8Array.from([...body, ...body])
        case "spaces":
          return Uint8Array.from([0x20, 0x0a, ...body, 0x09])
        case "deep":
          return bytes(
            `{"code":${"[".repeat(at * 50)}${"]".repeat(at * 50)},${new TextDecoder().decode(body).slice(1)}`,
          )
      }
    },
  )

const anyBytes = Arbitrary.map(Arbitrary.array(upTo(255)), (all) => Uint8Array.from(all))

export const contentOf = (operation: FaultOperation): Arbitrary.Arbitrary<Uint8Array<ArrayBuffer>> => {
  const mutated = mutatedOf(bodyOf(operation))
  return oneOf(
    mutated,
    mutated,
    mutated,
    mutated,
    damagedOf(mutated),
    Arbitrary.map(oneOf(awkward, json), (value) => bytes(written(value))),
    anyBytes,
  )
}
