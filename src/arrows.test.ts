import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"

const files = ["providers", "testing/providers"].flatMap((folder) =>
  readdirSync(join(import.meta.dirname, folder)).map((file) => ({ file, path: join(folder, file) })),
)

// Biome's rules hold every other arrow; that a provider reads its own generated files only, they cannot say.
describe.each(files)("$path", ({ file, path }) => {
  it("reads what was generated for it, and for nobody else", () => {
    const text = readFileSync(join(import.meta.dirname, path), "utf8")
    const read = [...text.matchAll(/from "(?:\.\.\/)+generated\/([^."]+)/g)].map(([, provider]) => `${provider}.ts`)
    expect(new Set(read)).toEqual(new Set([file]))
  })
})
