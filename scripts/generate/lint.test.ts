import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "vitest"
import { silenced } from "./lint.ts"

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
