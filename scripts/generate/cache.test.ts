import { readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { root } from "../../contracts/spec/specs.ts"
import { keep, keysOf, recall } from "./cache.ts"

const text = { path: join(root, "specs/kept.yaml"), file: "specs/kept.yaml", provider: "kept-for-a-test", text: "a: 1" }
const kept = join(root, "node_modules/.cache/token-exchange/kept-for-a-test.generated")
const files = [["generated/kept.ts", "export {}\n"]] as const

it("what was made of a spec is recalled for the same content only, and never a changed copy", async () => {
  onTestFinished(() => rm(kept, { force: true }))
  const changed = { ...text, text: "a: 2" }
  const keys = await keysOf([text, changed])
  expect(await recall(text, keys.get(text))).toBeUndefined()
  await keep(text, keys.get(text), files)
  expect(await recall(text, keys.get(text))).toEqual(files)
  expect(await recall(changed, keys.get(changed))).toBeUndefined()
  await writeFile(kept, (await readFile(kept, "utf8")).replace("export {}", "throw 1"))
  expect(await recall(text, keys.get(text))).toBeUndefined()
})
