/** Specs made to do harm. Each is refused in one line with its place, and nothing that it asks for happens. */
import { execFileSync } from "node:child_process"
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Problem, root } from "../../contracts/spec/specs.ts"
import { generate } from "./output.ts"
import { problemsOf } from "./vendor.ts"

const bank = await readFile(join(root, "scripts/fixtures/sample-bank.yaml"), "utf8")

/** The bank's spec with one piece changed. The line that the problem names has `# here`. */
const bankWith = (piece: string, changed: string) => {
  expect(bank.split(piece), piece).toHaveLength(2)
  return bank.replace(piece, () => changed)
}

const aliases = (level: number): string =>
  level === 0 ? "  - &a0 [lol, lol]" : `${aliases(level - 1)}\n  - &a${level} [*a${level - 1}, *a${level - 1}]`
const doubling = Array.from({ length: 30 }, (_, level) => {
  const next = `{ $ref: "#/components/schemas/B${level + 1}" }`
  return `    B${level}: { allOf: [${next}, ${next}] }`
}).join("\n")
const links = Array.from({ length: 3_000 }, (_, at) => `    L${at}: { $ref: "#/components/schemas/L${at + 1}" }`).join(
  "\n",
)
const blocks = Array.from({ length: 2_000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")

const path = "  /session/refresh/:\n"
const field = "                        retention_days: { type: integer, minimum: 1, maximum: 90 }"
const fieldOf = (...lines: ReadonlyArray<string>) =>
  bankWith(field, lines.map((line) => " ".repeat(24) + line).join("\n"))
const header = "x-request-id: { required: true, schema: { type: string, example: sample-request } }"
const example = "examples: { refused: { value: { title: Refused } } }"
const server = "url: https://production.sample-bank.test"
const summary = "summary: Refresh"
const code = "*/;globalThis.harmed=true;/*"

let asked = 0
const fetched = createServer((_, response) => {
  asked += 1
  response.end("{}")
})
await new Promise<void>((resolve) => fetched.listen(0, "127.0.0.1", resolve))
const remote = `http://127.0.0.1:${(fetched.address() as AddressInfo).port}/schema.yaml`

/** What it is, its text, and what the problem says. Without a place it is named at the line with `# here`. */
const texts: ReadonlyArray<readonly [what: string, text: string | Buffer, says: string, place?: string]> = [
  ["OpenAPI 3.0", bankWith("openapi: 3.1.0", "openapi: 3.0.3 # here"), "OpenAPI 3.1"],
  ["OpenAPI 3.2", bankWith("openapi: 3.1.0", "openapi: 3.2.0 # here"), "OpenAPI 3.1"],
  ["OpenAPI 3.1 as a number", bankWith("openapi: 3.1.0", "openapi: 3.1 # here"), "no `openapi`", "1:1"],
  ["Swagger", bankWith("openapi: 3.1.0", 'swagger: "2.0"'), "no `openapi`", "1:1"],
  ["an empty file", "", "no `openapi`", "1:1"],
  ["bytes", Buffer.from([0xff, 0xfe, 0x00, 0xd8]), "not UTF-8", "1:1"],
  ["10 MB", `${bank}# ${"x".repeat(10_000_000)}\n`, "at most 4 MB", "1:1"],
  ["10,000 open brackets", "[".repeat(10_000), "64 deep", "1:"],
  ["1,000 nested lists", `openapi: 3.1.0\nx-deep: ${"[".repeat(1_000)}${"]".repeat(1_000)}\n`, "64 deep", "2:"],
  ["nested maps on 2,000 lines", `openapi: 3.1.0\nx-deep:\n${blocks.replaceAll(/^/gm, " ")}\n`, "64 deep", "\\d+:"],
  ["20,000 lists in a line", `openapi: 3.1.0\nx-deep:\n  ${"- ".repeat(20_000)}x\n`, "", "3:"],
  ["a merge key with an alias", fieldOf("days: &days { type: integer } # here", "more: { <<: *days }"), "anchors"],
  ["a merge key without an alias", fieldOf("retention_days: { <<: { type: integer } } # here"), "merge keys"],
  ["an alias", fieldOf("retention_days: *days # here"), "anchors"],
  ["a bomb of aliases", `openapi: 3.1.0\nx-bomb:\n${aliases(40)}\n`, "anchors", "3:5"],
  ["a million directives", "%A\n".repeat(1_000_000), "anchors", "1:1"],
  ["two million commas", `openapi: 3.1.0\nx-list: [${",".repeat(2_000_000)}]\n`, "Unexpected ,", "2:11"],
  ["a million items", `openapi: 3.1.0\nx-list: [${"a,".repeat(1_000_000)}]\n`, "not that large", "2:"],
  ["two documents", `${bank}--- # here\na: b\n`, "one YAML document"],
  ["a tag", fieldOf("retention_days: !!js/undefined {} # here"), ""],
  [
    "a bomb of references",
    bankWith("  schemas:\n", `  schemas:\n${doubling}\n    B30: { type: object }\n`),
    "too many",
    "137:5",
  ],
  ["3,000 references in a row", bankWith("  schemas:\n", `  schemas:\n${links}\n    L3000: {}\n`), "too many", "137:5"],
  ["a remote $ref", fieldOf(`retention_days: { $ref: "${remote}" } # here`), "outside it"],
  ["a $ref to a file", fieldOf("retention_days: { $ref: /etc/passwd } # here"), "outside it"],
  ["a $ref that is not a text", fieldOf("retention_days: { $ref: [1] } # here"), "is a text"],
  [
    "a remote example",
    bankWith(example, `examples: { refused: { externalValue: "${remote}" } } # here`),
    "Nothing is fetched",
  ],
  [
    "a path behind a $ref",
    bankWith(path, `  /again: { $ref: "#/paths/~1session~1refresh~1" } # here\n${path}`),
    "no reference to a path",
  ],
  ["a relative server", bankWith(server, "url: /api # here"), "write it whole"],
  [
    "a server with a variable",
    bankWith(server, "url: https://{a}.test # here\n    variables: { a: { default: b } }"),
    "write it whole",
  ],
  ["a server with a login", bankWith(server, "url: https://me:pass@bank.test # here"), "write it whole"],
  ["a server with a query", bankWith(server, "url: https://bank.test?a=b # here"), "write it whole"],
  [
    "servers of a path",
    bankWith(path, `${path}    servers: [{ url: https://other.test }] # here\n`),
    "top of the document",
  ],
  [
    "servers of an operation",
    bankWith(summary, `${summary}\n      servers: [{ url: https://other.test }] # here`),
    "top of the document",
  ],
  [
    "an operationId that is code",
    bankWith("operationId: refreshToken", `operationId: "${code}" # here`),
    "name in code",
  ],
  [
    "an operationId of a prototype",
    bankWith("operationId: refreshToken", "operationId: __proto__ # here"),
    "name in code",
  ],
  [
    "two operationIds for one name",
    bankWith("operationId: refreshToken", "operationId: exchangePublicToken # here"),
    "would be one",
  ],
  [
    "a schema's name that begins with a digit",
    bankWith("    Application:\n", "    2nd: # here\n").replaceAll("schemas/Application", "schemas/2nd"),
    "name in code",
  ],
  [
    "a header's name that is code",
    bankWith(header, `${header}\n            "${code}": { schema: { type: string } } # here`),
    "name in code",
  ],
  ["a status twice", bankWith('        "503":', '        400: {} # here\n        "503":'), "must be unique"],
  ["a field of a prototype", fieldOf("__proto__: { type: string } # here"), "JavaScript"],
  ["a map as a key", fieldOf("? { a: b } # here", ": { type: string }"), "is a text"],
  ["infinity", fieldOf("retention_days: { type: number, maximum: .inf } # here"), "no such number"],
  [
    "a text that hides itself",
    fieldOf('retention_days: { type: integer, description: "\\u202e" } # here'),
    "do not see",
  ],
  [
    "a text with an escape",
    fieldOf('retention_days: { type: integer, description: "\\e[2J" } # here'),
    "control characters",
  ],
]

/** Files that cannot be specs of their name: what is there, and what the problem says. */
const names: ReadonlyArray<readonly [file: string, says: string, make?: (path: string) => unknown]> = [
  ["agreement.yaml", "not made from a spec"],
  ["formats.yml", "not made from a spec"],
  ["dapi.schema.yaml", "lower-case letters"],
  ["Bank.yaml", "lower-case letters"],
  ["__proto__.json", "lower-case letters"],
  ["bank.txt", "ends in .yaml"],
  ["*", "lower-case letters", (path) => mkdir(path)],
  ["north.yaml", "named alike"],
  ["pipe.yaml", "Only files", (path) => execFileSync("mkfifo", [path])],
  ["link.yaml", "Only files", (path) => symlink("/etc/passwd", path)],
]

const fileOf = (index: number) => `text-${index}.yaml`

let folder: string
let problems: ReadonlyArray<Problem>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "token-exchange-hostile-"))
  for (const [index, [, text]] of texts.entries()) await writeFile(join(folder, fileOf(index)), text)
  await mkdir(join(folder, "east"))
  await writeFile(join(folder, "east/north.yml"), bank)
  for (const [file, , make] of names) await (make ?? ((path) => writeFile(path, bank)))(join(folder, file))
  problems = await problemsOf(generate(folder))
})
afterAll(async () => {
  fetched.close()
  await rm(folder, { recursive: true, force: true })
})

const found = (file: string) => problems.filter((one) => one.file === `specs/${file}`)

describe("a hostile spec is refused in one line with its place", () => {
  it.each(texts.map(([what, ...rest], index) => ({ what, index, rest })))(
    "$what",
    ({ index, rest: [text, says, place] }) => {
      const marked =
        String(text)
          .split("\n")
          .findIndex((line) => line.includes("# here")) + 1
      const [problem, ...others] = found(fileOf(index))
      expect(others).toEqual([])
      expect(`${problem?.line}:${problem?.column}`).toMatch(new RegExp(`^${place ?? `${marked}:`}`))
      expect(problem?.message).toContain(says)
      expect(problem?.message).not.toContain("\n")
    },
  )

  it.each(names.map(([file, says]) => ({ file, says })))("the file $file", ({ file, says }) => {
    expect(found(file)).toEqual([{ file: `specs/${file}`, line: 1, column: 1, message: expect.stringContaining(says) }])
  })

  it("and nothing was fetched", () => expect(asked).toBe(0))
})

it("reads .yaml, .yml and .json in any case and in subfolders", async () => {
  const own = await mkdtemp(join(tmpdir(), "token-exchange-endings-"))
  const json = JSON.stringify({ ...(await import("yaml")).parse(bank) })
  for (const [file, text] of Object.entries({ "a.yaml": bank, "b.YML": bank, "c/d/e.Json": json, "NOTES.md": "" })) {
    await mkdir(dirname(join(own, file)), { recursive: true })
    await writeFile(join(own, file), text)
  }
  const files = [...(await generate(own)).keys()].filter((file) => file.endsWith(".schema.ts"))
  expect(files).toEqual(["generated/a.schema.ts", "generated/b.schema.ts", "generated/e.schema.ts"])
  await rm(own, { recursive: true, force: true })
})
