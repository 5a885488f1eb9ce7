import { describe, expect, it } from "vitest"
import { edits } from "./cases/edits.ts"
import { both, changed, edited, retyped, senders, text, withEdit } from "./cases/sample.ts"
import { sameValues, valueCases } from "./cases/values.ts"
import { added, removed } from "./compare.ts"
import type { Judged } from "./judged.ts"
import { lostRecording } from "./recordings.ts"
import { rowOf, rules } from "./rules.ts"

const essentials = ({ breaks, part, id, message }: Judged) => ({ effect: `${breaks} ${part}`, id, message })

/** An id is the message without the joints between its parts. */
const idAndMessage = (where: string, met: string, says: string) => ({
  id: `bank ${where === "" ? "" : `${where} `}${says.replace(": ", " ")}`,
  message: `bank: ${met === "" ? "" : `${met}${says.includes(": ") ? ", " : ": "}`}${says}`,
})

const values = valueCases.flatMap((one) => [
  { ...one, side: "request", effect: one.request, where: "redeem request", met: "the request of redeem" } as const,
  { ...one, side: "answer", effect: one.answer, where: "redeem 200", met: "the answer 200 of redeem" } as const,
])

const file = "contracts/recorded/bank-redeem-published.json"
const recorded = "bank recorded bank-redeem-published"
const untested = `bank: ${file} was removed: no test holds the spec to it any more`
const rewritten = `bank: ${file} was changed, but what the provider once sent cannot change`

const files = [
  ["both major", removed("specs/bank.yaml").changes, "bank spec removed", "bank: spec: removed"],
  ["nobody minor", added("specs/bank.yaml").changes, "bank spec added", "bank: spec: added"],
  ["nobody none", [lostRecording(file, "removed")], `${recorded} removed`, untested],
  ["nobody none", [lostRecording(file, "changed")], `${recorded} changed`, rewritten],
] as const

describe("the effect of a change", () => {
  it.each(values)("a value of the $side, $says: $effect", ({ side, effect, from, to, where, met, says }) => {
    expect(retyped(side, from, to).map(essentials)).toEqual([{ effect, ...idAndMessage(where, met, says) }])
  })

  it.each(edits)("the $side, $where $says.0: $effect", ({ from, to, effect, where, met, says }) => {
    expect(edited(from, to).map(essentials)).toEqual(says.map((one) => ({ effect, ...idAndMessage(where, met, one) })))
  })

  it.each(files)("a file: %s", (effect, changes, id, message) => {
    expect(changes.map(essentials)).toEqual([{ effect, id, message }])
  })

  it.each(sameValues)("none from the schema %j to %j", (from, to) => {
    for (const side of ["request", "answer"] as const) expect(retyped(side, from, to)).toEqual([])
  })
})

const nameless = text.replace("      operationId: redeem\n", "")
const shared = "      description: Swaps a code.\n"
const trace = `    post:\n      operationId: redeem\n${shared}      parameters:\n        - { name: x-trace, in: header, schema: { type: string } }\n`
const pathTrace = `    parameters: [{ name: x-trace, in: header, schema: { type: string } }]\n    post:\n      operationId: redeem\n${shared}      parameters:\n`

it.each([
  ["a patch of OpenAPI", "openapi: 3.1.0", "openapi: 3.1.1"],
  ["a security scheme that nothing demands", "    key: {", "    spare: { type: http, scheme: basic }\n    key: {"],
  ["the case of a parameter in the header", "name: x-trace", "name: X-Trace"],
  ["a parameter that its path has for all operations", trace, pathTrace],
  ["the case of a scheme of HTTP", "scheme: basic", "scheme: BASIC"],
  ["another scheme of HTTP Basic", "[{ app: [] }]", "[{ client: [] }]"],
  ["the name of a parameter in the path alone", "/sessions/{id}", "/sessions/{session}"],
  ["a security requirement that is written out", "operationId: leave", "operationId: leave\n      security: [{}]"],
])("%s changes nothing for callers", (_, from, to) => {
  const there = edited(from, to)
  const back = changed(withEdit(from, to), text)
  expect([...there, ...back].filter(({ part }) => part !== "none")).toEqual([])
})

it("an example that gets a name is added, since nobody knew it by one", () => {
  const [unnamed, named] = ["example: 3", "examples: { wait: { value: 3 } }"].map((example) =>
    withEdit("retry-after: {", `retry-after: { ${example},`),
  )
  const changes = changed(unnamed ?? "", named ?? "")
  expect(changes.map(({ rule, part }) => [rule, part])).toEqual([["example added", "minor"]])
})

it("a grant that is gone takes its operation with it", () => {
  const changes = edited(' { $ref: "#/components/schemas/ByRefresh" },', "")
  expect(changes.map(essentials)).toEqual([
    { effect: both, id: "bank byRefresh removed", message: "bank: byRefresh: removed" },
    { effect: senders, ...idAndMessage("grants request", "the request of grants", "oneOf without ByRefresh") },
  ])
})

it("a request whose grants get names loses its one operation", () => {
  const named = withEdit("x-operation-id: byRefresh, ", "").replace("x-operation-id: byCode, ", "")
  expect(changed(named, text).map(({ part, message }) => [part, message])).toEqual([
    ["major", "bank: grants: removed"],
    ["minor", "bank: byCode: added"],
    ["minor", "bank: byRefresh: added"],
  ])
})

it("a change that several operations share is reported once", () => {
  const became = 'incident type from nothing to "string"'
  const id = `bank redeem 500 ${became}`
  const message = `bank: the answer 500 of redeem, ${became.replace(" ", ": ")} (also leave 500)`
  expect(edited("incident: {}", "incident: { type: string }").map(essentials)).toEqual([
    { effect: "nobody minor", id, message },
  ])
})

it("an operation without an id is named by its method and path", () => {
  const changes = changed(nameless, nameless.replace("header, schema", "header, required: true, schema"))
  const id = "bank POST /token request header parameter x-trace required"
  const message = "bank: the request of POST /token, header parameter x-trace: required"
  expect(changes.map(essentials)).toEqual([{ effect: "senders major", id, message }])
})

it("every row of the rules decides a case", () => {
  const judged = [
    ...values.flatMap(({ side, from, to }) => retyped(side, from, to)),
    ...edits.flatMap(({ from, to }) => edited(from, to)),
    ...files.flatMap(([, changes]) => changes),
  ]
  const shown = new Set(judged.map(({ rule }) => rowOf(rule)))
  expect(Object.keys(rules).filter((row) => !shown.has(row))).toEqual([])
})
