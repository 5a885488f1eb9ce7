import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Problem } from "../../contracts/spec/specs.ts"
import { lint } from "../generate/lint.ts"

const spec = (answer: string, property: string) => `openapi: 3.1.0
info: { title: Vendor, version: 1.0.0, summary: A token API, license: { name: MIT, identifier: MIT } }
servers: [{ url: https://api.vendor.test }]
security: []
paths:
  /token:
    post:
      operationId: exchange
      summary: Exchange a code
      externalDocs: { url: https://vendor.test/docs }
      requestBody: { content: { application/json: { schema: {}, examples: { any: { value: {} } } } } }
      responses:
        "200": { description: Exchanged, content: { application/json: { schema: {}, examples: { any: { value: {} } } } } }
        "401": { description: Refused${answer}, content: { application/json: {
          schema: { $ref: "#/components/schemas/Refusal" }, examples: { refused: { value: { id: one } } } } } }
components:
  schemas:
    Refusal:
      type: object
      properties:
        id: { type: string${property} }
`

const row = (places: string, evidence: string) => `| a claim | ${places} | a page | ${evidence} |`

interface Case {
  readonly answer?: string
  readonly property?: string
  readonly rows: ReadonlyArray<string>
  /** The expected line and message. */
  readonly found?: readonly [line: number, says: string]
}

const cases: Readonly<Record<string, Case>> = {
  "a mark with its source": {
    answer: ", x-evidence: assumed",
    property: ", x-evidence: observed",
    rows: [row("`Refusal.id`", "observed"), row("`exchange 401`", "documented, assumed")],
  },
  "neither mark nor source": { rows: [row("", "documented")] },
  "a mark that says documented": { property: ", x-evidence: documented", rows: [row("", "documented")] },
  "a mark without a source": {
    property: ", x-evidence: observed",
    rows: [],
    found: [21, "no source for this: a row with `Refusal.id`"],
  },
  "a mark that claims more than its source": {
    answer: ", x-evidence: observed",
    rows: [row("`exchange 401`", "assumed")],
    found: [14, "no source for this: a row with `exchange 401`"],
  },
  "a source without its mark": {
    rows: [row("`Refusal.id`", "observed")],
    found: [21, "SOURCES.md says that `Refusal.id` is observed"],
  },
  "a source of an answer without its mark": {
    rows: [row("`exchange 401`", "assumed")],
    found: [14, "SOURCES.md says that `exchange 401` is assumed"],
  },
  "a source for a place that does not exist": {
    rows: [row("`Gone`", "observed")],
    found: [1, "SOURCES.md says that `Gone` is observed"],
  },
}

const named = Object.entries(cases).map(([what, one], index) => [what, one, `case-${index}`] as const)

let folder: string
let problems: ReadonlyArray<Problem>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "token-exchange-evidence-"))
  const files = named.map(
    ([, { answer = "", property = "" }, name]) => [join(folder, `${name}.yaml`), spec(answer, property)] as const,
  )
  const unwritten = join(folder, "unwritten.yaml")
  const sections = named.map(([, { rows }, name]) => `## ${name.toUpperCase()}\n\n${rows.join("\n")}\n`)
  await writeFile(join(folder, "SOURCES.md"), `# Sources\n\n${sections.join("\n")}`)
  for (const [file, text] of files) await writeFile(file, text)
  await writeFile(unwritten, spec("", ", x-evidence: observed"))
  problems = await lint([...files.map(([file]) => file), unwritten])
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const foundIn = (name: string) =>
  problems
    .filter(({ file, message }) => basename(file) === `${name}.yaml` && message.includes("evidence-has-source"))
    .map(({ line, message }) => [line, message] as const)

describe("the rule that evidence has its source", () => {
  it.each(named)("%s", (_, { found }, name) => {
    expect(foundIn(name)).toEqual(found === undefined ? [] : [[found[0], expect.stringContaining(found[1])]])
  })

  it("does not apply before the sources have a section for the spec", () => {
    expect(foundIn("unwritten")).toEqual([])
  })
})
