import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { text, withEdit } from "./cases/sample.ts"
import { compare } from "./compare.ts"
import { configure, seesKnownBreak } from "./redocly.ts"

let folder: string
let config: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "token-exchange-breaking-"))
  config = await configure(folder)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const side = async (name: string, text: string) => {
  const path = join(folder, name)
  await writeFile(path, text)
  return { path, text }
}

it("seesKnownBreak detects a configuration that hides breaks", async () => {
  const blind = join(folder, "blind.yaml")
  await writeFile(blind, "telemetry: off\n")
  const other = await mkdtemp(join(folder, "blind-"))
  expect(
    await Promise.all([seesKnownBreak({ folder, config }), seesKnownBreak({ folder: other, config: blind })]),
  ).toEqual([true, false])
})

it("compare gives each change its place, and requires a version for the largest", async () => {
  const base = await side("base.yaml", text)
  const head = await side("head.yaml", withEdit("access: { type: string }", "access: { type: integer }"))
  const { changes, version } = await compare("specs/bank.yaml", [base, head], { folder, config })
  const lines = head.text.split("\n")
  const line = 1 + lines.findIndex((one) => one.includes("access: { type: integer }"))
  expect(changes).toMatchObject([
    {
      id: 'bank redeem 200 Token.access type from "string" to "integer"',
      place: { file: "specs/bank.yaml", line, column: 1 + (lines[line - 1]?.indexOf("type") ?? 0) },
    },
  ])
  expect(version).toEqual({
    message: "`info.version` must be 2.0.0 at least; it was 1.0.0 and is 1.0.0.",
    place: { file: "specs/bank.yaml", line: 2, column: 1 + (lines[1]?.indexOf("version") ?? 0) },
  })
})

it("compare does not run Redocly for a spec with equal content", async () => {
  const base = await side("same-base.yaml", text)
  const head = await side("same-head.yaml", `# A comment.\n${text}`)
  const nowhere = { folder: join(folder, "nowhere"), config: "" }
  expect(await compare("specs/bank.yaml", [base, head], nowhere)).toEqual({ changes: [], version: undefined })
})
