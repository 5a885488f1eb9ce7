import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "vitest"
import { isOwnText, silenced } from "./lint.ts"

it("an ignore file of Redocly is a finding, and none is not", () => {
  const folder = mkdtempSync(join(tmpdir(), "token-exchange-lint-"))
  try {
    expect(silenced(folder)).toEqual([])
    writeFileSync(join(folder, ".redocly.lint-ignore.yaml"), "specs/dapi.yaml: {}\n")
    expect(silenced(folder)).toMatchObject([{ file: ".redocly.lint-ignore.yaml", line: 1 }])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

it.each([
  ["a reference of its own", '$ref: "#/components/schemas/Grant"', true],
  ["the same in JSON", '{ "$ref": "#/components/schemas/Grant" }', true],
  ["a pattern with an escape", 'pattern: "\\\\d+"', true],
  ["a reference to a host", "$ref: https://evil.test/a.yaml", false],
  ["a reference to a file", "$ref: ../secrets.yaml", false],
  ["a reference in another spelling", "? $ref\n: https://evil.test/a.yaml", false],
  ["a reference behind an alias", "a: &r $ref\n*r : https://evil.test/a.yaml", false],
  ["a key by its number", '"\\x24ref": https://evil.test/a.yaml', false],
  ["a key by its code point", '"\\u0024ref": https://evil.test/a.yaml', false],
  ["a key across lines", '"$r\\\nef": https://evil.test/a.yaml', false],
  ["an example elsewhere", "externalValue: https://evil.test/a.json", false],
])("Redocly may read a text with %s before it is parsed: %j %s", (_, text, expected) => {
  expect(isOwnText(text)).toBe(expected)
})
