import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Problem } from "../../contracts/spec/specs.ts"
import { lint } from "../generate/lint.ts"
import { type Lines, spec } from "./fixtures/vendor.ts"
import { refusal, violations } from "./fixtures/violations.ts"

const unobjectionable: ReadonlyArray<readonly [what: string, lines: Lines]> = [
  ["a spec that obeys every rule", {}],
  ["a secret behind a $ref to a password", { field: 'refresh: { $ref: "#/components/schemas/Secret" }' }],
  ["a description beside a $ref", { field: 'refresh: { $ref: "#/components/schemas/Secret", description: The next }' }],
  ["a property named like a mark", { field: "x-evidence: { type: string }" }],
  ["a time beside a token", { field: "access_expires: { type: string, format: date-time }" }],
  ["a count of tokens", { field: "token: { type: integer }" }],
  ["a grant that may be rotated", { field: "grant: { type: string, format: password, x-one-time: when-rotated }" }],
  ["evidence that is observed", { answer: "x-evidence: observed" }],
  ["evidence that is assumed", { answer: "x-evidence: assumed" }],
  [
    "an answer as text",
    { content: "content: { text/html: { schema: { type: string }, examples: { ok: { value: yes } } } }" },
  ],
  [
    "an answer as another JSON",
    {
      content:
        "content: { application/problem+json: { schema: { type: object }, examples: { exchanged: { value: {} } } } }",
    },
  ],
  ["a header that is a number", { answer: "headers: { retry-after: { schema: { type: integer } } }" }],
  ...[
    '"422":',
    "4XX:",
    `default: ${refusal}
        "401":`,
  ].map((refused) => [`a refusal under ${refused.split(":")[0]}`, { refused }] as const),
  [
    "further properties of any kind beside properties",
    { field: "some: { type: object, properties: { name: { type: string } }, additionalProperties: true }" },
  ],
]

let folder: string
let problems: ReadonlyArray<Problem>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "token-exchange-lint-"))
  const files = new Map([
    ...violations.map(([, , lines], index) => [join(folder, `violation-${index}.yaml`), spec(lines)] as const),
    ...unobjectionable.map(([, lines], index) => [join(folder, `clean-${index}.yaml`), spec(lines)] as const),
  ])
  for (const [file, text] of files) await writeFile(file, text)
  problems = await lint([...files.keys()])
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const problemsOf = (name: string) => problems.filter(({ file }) => basename(file) === name)
const ours = /\(token-exchange\/(?<rule>[\w-]+)\)$/

describe("our lint rules", () => {
  it.each(violations.map((violation, index) => [...violation, `violation-${index}.yaml`] as const))(
    "%s rejects %s",
    (rule, _, lines, name) => {
      const meant = spec(lines)
        .split("\n")
        .flatMap((text, index) => (text.endsWith("# here") ? [[rule, index + 1]] : []))
      const found = problemsOf(name).map((problem) => [ours.exec(problem.message)?.groups?.rule, problem.line])
      expect(found.filter(([rule]) => rule !== undefined)).toEqual(meant)
      expect(meant.length).toBeGreaterThan(0)
    },
  )

  it.each(unobjectionable.map(([what], index) => [what, `clean-${index}.yaml`] as const))("accept %s", (_, name) => {
    expect(problemsOf(name)).toEqual([])
  })

  it("accept a whole spec of another vendor", async () => {
    expect(await lint(["scripts/fixtures/sample-bank.yaml"])).toEqual([])
  })
})
