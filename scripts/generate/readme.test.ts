import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { root } from "../../contracts/spec/specs.ts"
import { carriedKeywords } from "./keywords.ts"

it("the README lists exactly the keywords that a spec may use", async () => {
  const readme = await readFile(join(root, "README.md"), "utf8")
  const list = /<!-- keywords -->(?<list>.*?)<!-- \/keywords -->/s.exec(readme)?.groups?.list ?? ""
  const words = [...list.matchAll(/`(?<word>[^`]+)`/g)].map(({ groups }) => groups?.word)
  expect(words.toSorted()).toEqual(carriedKeywords.toSorted())
})
