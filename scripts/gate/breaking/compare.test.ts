import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
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
    ["summary: Exchange an access code\n", "summary: Exchange an access code, once\n"],
    [openList, `${openList}              description: Whatever Dapi adds to the list later on.\n`],
    ["          const: true\n", "          enum: [true]\n"],
    ["          items: {}\n", "          items: true\n"],
  )
  expect(changes.filter(({ part }) => part !== "none").map(({ message }) => message)).toEqual([])
  expect(version?.message).toBeUndefined()
})

const value = "        - INACTIVE_ACCOUNT\n"
const field = ["        connectionID:\n", "        connectionId:\n"] as const
const required = [
  "        - accessCode\n        - connectionID\n",
  "        - accessCode\n        - connectionId\n",
] as const

it.each([
  ["a value that leaves an open list", [[value, ""]], "list shortened", "major"],
  ["a value with another name in an open list", [[value, "        - OTHER\n"]], "list shortened", "major"],
  ["a value that joins an open list", [[value, `${value}        - OTHER\n`]], "open list changed", "minor"],
  ["a field with another name that is required", [field, required], "property renamed", "major"],
] as const)("%s is one change", (_, edits, rule, part) => {
  expect(edited(...edits).changes.map((one) => [one.rule, one.part])).toEqual([[rule, part]])
})

it("each change has its place, and the largest requires a version", () => {
  const head = withEdit("access: { type: string }", "access: { type: integer }")
  const lines = head.split("\n")
  const placeOf = (part: string, key: string) => {
    const index = lines.findIndex((one) => one.includes(part))
    return { file: "specs/bank.yaml", line: 1 + index, column: 1 + (lines[index]?.indexOf(key) ?? 0) }
  }
  expect(compare("specs/bank.yaml", [text, head], today)).toMatchObject({
    changes: [
      {
        id: 'bank redeem 200 Token.access type from "string" to "integer"',
        place: placeOf("access: { type: integer }", "type"),
      },
    ],
    version: {
      before: "1.0.0",
      least: "2.0.0",
      message: "`info.version` must be 2.0.0 at least; it was 1.0.0 and is 1.0.0.",
      place: placeOf("info:", "version"),
    },
  })
})

const grant = 'schema: { $ref: "#/components/schemas/Grant" }'

it.each([
  ["another file", "grant.yaml#/Grant"],
  ["an anchor", "#Grant"],
  ["nothing", "#/components/schemas/Gone"],
  ["itself", "#/paths/~1token/post/requestBody/content/application~1json/schema"],
])("a reference to %s is refused by its place, since its changes cannot be seen", (_, reference) => {
  const other = withEdit(grant, `schema: { $ref: "${reference}" }`)
  const line = 1 + other.split("\n").findIndex((one) => one.includes(reference))
  const says = `${line}:13 \`${reference}\` leads nowhere in this document`
  expect(() => compare("specs/bank.yaml", [text, other], today)).toThrow(`specs/bank.yaml:${says}`)
  expect(() => compare("specs/bank.yaml", [other, text], today)).toThrow(`specs/bank.yaml of the base:${says}`)
})

it("a text that is not YAML is refused", () => {
  expect(() => compare("specs/bank.yaml", [text, `${text}- [`], today)).toThrow(BrokenSpec)
})

it("a reference may escape its path", () => {
  const spelled = withEdit('"#/components/schemas/Grant"', '"#/components/schemas/Gr%61nt"')
  expect(compare("specs/bank.yaml", [text, spelled], today).changes).toEqual([])
})
