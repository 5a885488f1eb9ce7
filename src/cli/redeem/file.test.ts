import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { createFile } from "./file.ts"

const folder = mkdtempSync(join(tmpdir(), "token-exchange-file-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const modeOf = (path: string) => statSync(path).mode & 0o777

describe("the file of tokens", () => {
  it("is there, its owner's alone, before anything is written", () => {
    const path = join(folder, "tokens.json")
    const { write } = createFile(path)
    expect([existsSync(path), modeOf(path)]).toEqual([true, 0o600])
    expect(write("tokens")).toBe(path)
    expect([readFileSync(path, "utf8"), modeOf(path)]).toEqual(["tokens", 0o600])
  })

  it("is not created over another", () => {
    const path = join(folder, "taken.json")
    writeFileSync(path, "of somebody")
    expect(() => createFile(path)).toThrow("EEXIST")
    expect(readFileSync(path, "utf8")).toBe("of somebody")
  })

  it("is another one where it cannot be written after all", () => {
    const path = join(folder, "full.json")
    const other = createFile(path, () => {
      throw new Error("ENOSPC")
    }).write("tokens")
    expect(other).not.toBe(path)
    expect([readFileSync(other, "utf8"), modeOf(other)]).toEqual(["tokens", 0o600])
    rmSync(other)
  })
})
