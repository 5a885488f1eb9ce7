import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { generateRegistry } from "./registry.ts"
import { problemsOf } from "./vendor.ts"

/** A folder of providers: the files of each, by name. */
const folderOf = async (providers: Readonly<Record<string, Readonly<Record<string, string>>>>) => {
  const folder = await mkdtemp(join(tmpdir(), "token-exchange-registry-"))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, files] of Object.entries(providers)) {
    await mkdir(join(folder, name))
    for (const [file, text] of Object.entries(files)) await writeFile(join(folder, name, file), text)
  }
  return folder
}

const complete = (name: string) => ({
  "index.ts": `export const ${name} = {}`,
  "simulator.ts": `export const ${name} = () => {}`,
  "vault.ts": `export const ${name} = {}`,
  "vault-service.ts": "",
  "service.ts": "",
  "entry.ts": "",
  "tokens.ts": "",
})

it("lists every folder in alphabetical order", async () => {
  const lists = await generateRegistry(await folderOf({ zeta: complete("zeta"), acme: complete("acme") }))
  expect([...lists.keys()]).toEqual([
    "src/providers.ts",
    "src/services.ts",
    "src/simulators.ts",
    "src/vaults.ts",
    "src/vault-services.ts",
  ])
  expect(lists.get("src/simulators.ts")?.match(/".*"/g)).toEqual([
    '"./providers/acme/simulator.ts"',
    '"./providers/zeta/simulator.ts"',
  ])
})

it("names a missing file, a missing export, and a folder name that cannot be an export", async () => {
  const { "tokens.ts": _tokens, ...incomplete } = complete("acme")
  const folder = await folderOf({
    acme: incomplete,
    zeta: { ...complete("zeta"), "index.ts": "export const zetaProvider = {}" },
    "north-bank": complete("northBank"),
  })
  const problems = await problemsOf(generateRegistry(folder))
  expect(problems.map(({ file, message }) => `${file}: ${message}`)).toEqual([
    expect.stringMatching(/^src\/providers\/acme\/tokens\.ts: This file is missing/),
    expect.stringMatching(/^src\/providers\/north-bank\/: .*lower-case letters and digits/),
    expect.stringMatching(/^src\/providers\/zeta\/index\.ts: .*`zeta`/),
  ])
})
