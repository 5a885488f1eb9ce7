import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { BrokenSpec, root } from "../../../contracts/spec/specs.ts"
import { text, today, withEdit } from "./cases/sample.ts"
import { compare } from "./compare.ts"

const dapi = await readFile(join(root, "specs/dapi.yaml"), "utf8")

/** What changes for callers of Dapi when some texts of its spec are replaced. */
const edited = (...edits: ReadonlyArray<readonly [string, string]>) => {
  const head = edits.reduce((text, [before, after]) => {
    expect(text.split(before)).toHaveLength(2)
    return text.replace(before, after)
  }, dapi)
  return compare("specs/dapi.yaml", [dapi, head], today)
}

const openList = '            - $ref: "#/components/schemas/ErrorType"\n            - type: string\n'

it("an equivalent spelling is not a change", () => {
  const { changes, version } = edited(
    [
      "description: Production\n",
      "description: Production. Whoever has a sandbox knows its address from the vendor.\n",
    ],
    [openList, `${openList}              description: Whatever Dapi adds to the list later on.\n`],
    ["          const: true\n", "          enum: [true]\n"],
    ["          items: {}\n", "          items: true\n"],
  )
  expect(changes.filter(({ part }) => part !== "none").map(({ message }) => message)).toEqual([])
  expect(version?.message).toBeUndefined()
})

it.each([
  ["leaves", "        - INACTIVE_ACCOUNT\n", "", "major"],
  ["has another name", "- INACTIVE_ACCOUNT\n", "- ACCOUNT_INACTIVE\n", "major"],
  ["joins", "        - INACTIVE_ACCOUNT\n", "        - INACTIVE_ACCOUNT\n        - LOCKED_ACCOUNT\n", "minor"],
])("the version part for a value that %s an open list", (_, before, after, part) => {
  expect(edited([before, after]).changes.map((one) => one.part)).toEqual([part])
})

it("a renamed field that is required is reported once", () => {
  const { changes } = edited(
    ["        connectionID:\n", "        connectionId:\n"],
    ["        - accessCode\n        - connectionID\n", "        - accessCode\n        - connectionId\n"],
  )
  expect(changes.map(({ rule }) => rule)).toEqual(["property renamed"])
})

it("each change has its place, and the largest requires a version", () => {
  const head = withEdit("access: { type: string }", "access: { type: integer }")
  const lines = head.split("\n")
  const line = 1 + lines.findIndex((one) => one.includes("access: { type: integer }"))
  expect(compare("specs/bank.yaml", [text, head], today)).toMatchObject({
    changes: [
      {
        id: 'bank redeem 200 Token.access type from "string" to "integer"',
        place: { file: "specs/bank.yaml", line, column: 1 + (lines[line - 1]?.indexOf("type") ?? 0) },
      },
    ],
    version: {
      before: "1.0.0",
      least: "2.0.0",
      message: "`info.version` must be 2.0.0 at least; it was 1.0.0 and is 1.0.0.",
      place: { file: "specs/bank.yaml", line: 2, column: 1 + (lines[1]?.indexOf("version") ?? 0) },
    },
  })
})

describe("what cannot be followed is refused by its place, since its changes cannot be seen:", () => {
  const grant = 'schema: { $ref: "#/components/schemas/Grant" }'
  it.each([
    ["another file", "grant.yaml#/Grant"],
    ["an anchor", "#Grant"],
    ["nothing", "#/components/schemas/Gone"],
    ["itself", "#/paths/~1token/post/requestBody/content/application~1json/schema"],
  ])("a reference to %s", (_, reference) => {
    const head = withEdit(grant, `schema: { $ref: "${reference}" }`)
    const line = 1 + head.split("\n").findIndex((one) => one.includes(reference))
    const compared = () => compare("specs/bank.yaml", [text, head], today)
    expect(compared).toThrow(BrokenSpec)
    expect(compared).toThrow(`specs/bank.yaml:${line}:13 \`${reference}\` leads nowhere in this document`)
  })

  it("a reference of the base", () => {
    const base = withEdit(grant, 'schema: { $ref: "#Grant" }')
    expect(() => compare("specs/bank.yaml", [base, text], today)).toThrow(
      /^specs\/bank\.yaml of the base:\d+:13 `#Grant`/,
    )
  })

  it("a text that is not YAML", () => {
    expect(() => compare("specs/bank.yaml", [text, `${text}- [`], today)).toThrow(/^specs\/bank\.yaml:\d+:\d+ /)
  })
})

it("a reference may escape its path", () => {
  const spelled = withEdit('"#/components/schemas/Grant"', '"#/components%2Fschemas/Gr%61nt"'.replace("%2F", "/"))
  expect(compare("specs/bank.yaml", [text, spelled], today).changes).toEqual([])
})
