import { expect, it } from "vitest"
import { valueChanges } from "./cases/sample.ts"
import { judge } from "./judged.ts"
import type { Opinion } from "./redocly.ts"

const string = { type: "string" }
const scope = { properties: { scope: string } }
const described = { properties: { scope: { ...string, description: "What it lets in." } } }
const open = (...values: ReadonlyArray<string>) => ({ anyOf: [{ ...string, enum: values }, string] })

const removed = valueChanges("answer", scope, { properties: {} })
const worded = valueChanges("answer", scope, described)
const opened = valueChanges("answer", open("a"), open("a", "b"))

const answer = ["paths", "/token", "post", "responses", "200"]
const value = [...answer, "content", "application/json", "schema", "properties", "value"]
const place = [...value, "properties", "scope"]

/** Redocly's opinion about an answer at these places. */
const opinion = (...places: Opinion["places"]): Opinion => ({ message: "scope was removed.", met: answer, places })

const ids = (...given: Parameters<typeof judge>) => judge(...given).map(({ id }) => id)

it.each([
  ["the same", place],
  ["what is below it", [...place, "type"]],
  ["what it is in", [...value, "properties"]],
])("reports a change once that Redocly sees too, at %s", (_, at) => {
  expect(ids("bank", removed, [opinion(["elsewhere"], at)])).toEqual(["bank redeem 200 value.scope removed"])
})

it("adds Redocly's opinion when ours is about another place, or says that nobody breaks", () => {
  const theirs = {
    breaks: "readers",
    part: "major",
    id: "bank scope was removed",
    message: "bank: scope was removed",
    path: place,
  }
  const [own, ...others] = judge("bank", worded, [opinion(place)])
  expect(own).toMatchObject({ rule: "words changed", part: "none" })
  expect(others).toEqual([theirs])
  const elsewhere = [...value, "properties", "kind"]
  expect(judge("bank", removed, [opinion(elsewhere)])[1]).toEqual({ ...theirs, path: elsewhere })
})

it("drops Redocly's opinion about a value added to an open list", () => {
  expect(judge("bank", opened, [opinion([...value, "anyOf", "0", "enum"])])).toMatchObject([{ part: "minor" }])
})

it.each([
  ["senders", ["paths", "/token", "post", "requestBody", "content"]],
  ["senders", ["paths", "/token", "post", "parameters", 0]],
  ["readers", answer],
  ["both", ["servers", 0]],
] as const)("a change that only Redocly sees breaks %s at %j, and points there", (breaks, met) => {
  expect(judge("bank", [], [{ ...opinion(), met }])).toMatchObject([{ breaks, part: "major", path: met }])
})
