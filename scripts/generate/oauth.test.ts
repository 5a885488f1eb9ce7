import { join } from "node:path"
import { expect, test } from "vitest"
import { root } from "../../contracts/spec/specs.ts"
import { generate } from "./output.ts"
import { compare } from "./write.ts"

const home = join(root, "contracts/oauth")

test("the code of the provider in tests is what its spec makes: node scripts/generate.ts --home contracts/oauth", async () => {
  expect(await compare(await generate(join(home, "specs"), home), home)).toEqual([])
})
