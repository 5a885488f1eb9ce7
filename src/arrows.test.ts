import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"

const folder = join(import.meta.dirname, "providers")

// Biome's rules hold every other arrow; that a provider reads its own generated files only, they cannot say.
describe.each(readdirSync(folder))("%s", (file) => {
  it("reads what was generated for it, and for nobody else", () => {
    const text = readFileSync(join(folder, file), "utf8")
    const read = [...text.matchAll(/from "\.\.\/\.\.\/generated\/([^."]+)/g)].map(([, provider]) => `${provider}.ts`)
    expect(new Set(read)).toEqual(new Set([file]))
  })
})
