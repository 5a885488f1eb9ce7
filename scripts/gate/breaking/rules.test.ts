import { describe, expect, it } from "vitest"
import { answerCases } from "./cases/answers.ts"
import { documentCases } from "./cases/document.ts"
import { requestCases } from "./cases/requests.ts"
import { changed, edited, retyped, text, withEdit } from "./cases/sample.ts"
import { sameValues, valueCases } from "./cases/values.ts"
import { added, removed } from "./compare.ts"
import type { Judged } from "./judged.ts"
import { lostRecording } from "./recordings.ts"
import { rules } from "./rules.ts"

const essentials = ({ rule, breaks, part, id, message }: Judged) => ({ rule, effect: `${breaks} ${part}`, id, message })

const values = valueCases.flatMap((one) => [
  { ...one, side: "request", effect: one.request, where: "redeem request", met: "the request of redeem" } as const,
  { ...one, side: "answer", effect: one.answer, where: "redeem 200", met: "the answer 200 of redeem" } as const,
])

const edits = [...requestCases, ...answerCases, ...documentCases]

const trace = `  /token:
    post:
      operationId: redeem
      description: Swaps a code.
      parameters:
        - { name: x-trace, in: header, schema: { type: string } }
`
const pathTrace = `  /token:
    parameters:
      - { name: x-trace, in: header, schema: { type: string } }
    post:
      operationId: redeem
      description: Swaps a code.
      parameters:
`

const file = "contracts/recorded/bank-redeem-published.json"

const files = [
  {
    rule: "spec removed",
    effect: "both major",
    changes: removed("specs/bank.yaml").changes,
    id: "bank spec removed",
    message: "bank: spec: removed",
  },
  {
    rule: "spec added",
    effect: "nobody minor",
    changes: added("specs/bank.yaml").changes,
    id: "bank spec added",
    message: "bank: spec: added",
  },
  {
    rule: "recorded exchange removed",
    effect: "nobody none",
    changes: lostRecording(file, "removed"),
    id: "bank recorded bank-redeem-published removed",
    message: `bank: ${file} was removed: no test holds the spec to it any more`,
  },
  {
    rule: "recorded exchange changed",
    effect: "nobody none",
    changes: lostRecording(file, "changed"),
    id: "bank recorded bank-redeem-published changed",
    message: `bank: ${file} was changed, but what the provider once sent cannot change`,
  },
]

describe("the effect of a change", () => {
  it.each(values)("a value of the $side, $rule, $what: $effect", ({ side, rule, effect, from, to, says, ...one }) => {
    const id = `bank ${one.where} ${says.replace(": ", " ")}`
    expect(retyped(side, from, to).map(essentials)).toEqual([
      { rule, effect, id, message: `bank: ${one.met}, ${says}` },
    ])
  })

  it.each(edits)("the $side, $changes.0.rule, $changes.0.id: $changes.0.effect", ({ from, to, changes }) => {
    expect(edited(from, to).map(essentials)).toEqual(changes)
  })

  it.each(files)("a file, $rule: $effect", ({ changes, ...expected }) => {
    expect(changes.map(essentials)).toEqual([expected])
  })

  it.each(sameValues)("a schema with %s has not changed", (_, from, to) => {
    for (const side of ["request", "answer"] as const) expect(retyped(side, from, to)).toEqual([])
  })
})

it.each([
  ["a patch of OpenAPI", "openapi: 3.1.0", "openapi: 3.1.1"],
  ["a security scheme that nothing demands", "    key: {", "    spare: { type: http, scheme: basic }\n    key: {"],
  ["the case of a parameter in the header", "name: x-trace", "name: X-Trace"],
  ["a parameter that its path has for all operations", trace, pathTrace],
  ["a security requirement that is written out", "operationId: leave", "operationId: leave\n      security: [{}]"],
])("%s changes nothing for callers", (_, from, to) => {
  expect(edited(from, to).filter(({ part }) => part !== "none")).toEqual([])
  expect(changed(withEdit(from, to), text).filter(({ part }) => part !== "none")).toEqual([])
})

it("an example that gets a name is added, since nobody knew it by one", () => {
  const [unnamed, named] = ["example: 3", "examples: { wait: { value: 3 } }"].map((example) =>
    withEdit("retry-after: {", `retry-after: { ${example},`),
  )
  expect(changed(unnamed ?? "", named ?? "").map(({ rule, part }) => [rule, part])).toEqual([
    ["example added", "minor"],
  ])
})

it("a change that several operations share is reported once", () => {
  expect(edited("incident: {}", "incident: { type: string }").map(essentials)).toEqual([
    {
      rule: "values narrowed",
      effect: "nobody minor",
      id: 'bank redeem 500 incident type from nothing to "string"',
      message: 'bank: the answer 500 of redeem, incident: type from nothing to "string" (also leave 500)',
    },
  ])
})

it("an operation without an id is named by its method and path", () => {
  const nameless = (text: string) => text.replace("      operationId: redeem\n", "")
  expect(
    changed(nameless(text), nameless(text).replace("header, schema", "header, required: true, schema")).map(essentials),
  ).toEqual([
    {
      rule: "parameter required",
      effect: "senders major",
      id: "bank POST /token request header parameter x-trace required",
      message: "bank: the request of POST /token, header parameter x-trace: required",
    },
  ])
})

it("every rule has a case on each of its sides", () => {
  const shown = new Set([
    ...values.map(({ rule, side }) => `${rule}, ${side}`),
    ...edits.flatMap(({ side, changes }) => changes.map(({ rule }) => `${rule}, ${side}`)),
    ...files.map(({ rule }) => `${rule}, document`),
  ])
  const all = Object.entries(rules).flatMap(([rule, effects]) => Object.keys(effects).map((side) => `${rule}, ${side}`))
  expect(all.filter((one) => !shown.has(one))).toEqual([])
})
