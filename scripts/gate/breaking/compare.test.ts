import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { expect, it } from "vitest"
import { readDocument } from "../../../contracts/spec/document.ts"
import { root } from "../../../contracts/spec/specs.ts"
import { compare } from "./compare.ts"
import { judge } from "./judged.ts"
import { configure } from "./redocly.ts"
import { specChanges } from "./spec.ts"
import { judgeVersion } from "./version.ts"

const dapi = await readFile(join(root, "specs/dapi.yaml"), "utf8")

/** Dapi's spec with some texts replaced. */
const edited = (edits: ReadonlyArray<readonly [string, string]>): string =>
  edits.reduce((text, [before, after]) => {
    expect(text.split(before)).toHaveLength(2)
    return text.replace(before, after)
  }, dapi)

const openList = '            - $ref: "#/components/schemas/ErrorType"\n            - type: string\n'

it("an equivalent spelling is not a change, although Redocly reports one", async () => {
  const head = edited([
    [
      "description: Production\n",
      "description: Production. Whoever has a sandbox knows its address from the vendor.\n",
    ],
    [openList, `${openList}              description: Whatever Dapi adds to the list later on.\n`],
    ["          const: true\n", "          enum: [true]\n"],
    ["          items: {}\n", "          items: true\n"],
  ])
  const folder = await mkdtemp(join(tmpdir(), "compare-"))
  const write = async (side: string, text: string) => {
    const path = join(folder, side, "dapi.yaml")
    await mkdir(dirname(path))
    await writeFile(path, text)
    return { path, text }
  }
  try {
    const sides = [await write("base", dapi), await write("head", head)] as const
    const { changes, version } = await compare("specs/dapi.yaml", sides, { folder, config: await configure(folder) })
    expect(changes.filter(({ part }) => part !== "none").map(({ message }) => message)).toEqual([])
    expect(version).toBeUndefined()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

const changesTo = (head: string) => {
  const [before, after] = [dapi, head].map((text) => readDocument("specs/dapi.yaml", text).root)
  if (before === undefined || after === undefined) throw new Error("Two documents are compared.")
  return specChanges(before, after)
}

it.each([
  ["leaves", "        - INACTIVE_ACCOUNT\n", "", "major"],
  ["has another name", "- INACTIVE_ACCOUNT\n", "- ACCOUNT_INACTIVE\n", "major"],
  ["joins", "        - INACTIVE_ACCOUNT\n", "        - INACTIVE_ACCOUNT\n        - LOCKED_ACCOUNT\n", "minor"],
])("the version part for a value that %s an open list", (_, before, after, part) => {
  expect(judge("dapi", changesTo(edited([[before, after]])), []).map((one) => one.part)).toEqual([part])
})

it("a renamed field is reported once, although Redocly also reports the list of required fields", () => {
  const head = edited([
    ["        connectionID:\n", "        connectionId:\n"],
    ["        - accessCode\n        - connectionID\n", "        - accessCode\n        - connectionId\n"],
  ])
  const changes = changesTo(head)
  const required = ["components", "schemas", "ExchangeTokenRequest", "required"]
  const opinion = { message: "Properties became required: connectionId", met: ["requestBody"], places: [required] }
  const judged = judge("dapi", changes, [opinion])
  expect(judged.map(({ rule }) => rule)).toEqual(["property renamed"])
  const elsewhere = { ...opinion, places: [["components", "schemas", "ExchangeFailed", "required"]] }
  expect(judge("dapi", changes, [elsewhere])).toHaveLength(2)
})

it("a pre-release after its release is a version that went back", () => {
  expect(judgeVersion("1.0.0", "1.0.0-rc.1", "none")).toContain("went back")
  expect(judgeVersion("1.0.0", "1.1.0-rc.1", "minor")).toBeUndefined()
  expect(judgeVersion("1.0.0-rc.1", "1.0.0", "none")).toBeUndefined()
})
