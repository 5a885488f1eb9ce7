import { join } from "node:path"
import { expect, test } from "vitest"
import { generate } from "../../scripts/generate/output.ts"
import { compare } from "../../scripts/generate/write.ts"

const home = import.meta.dirname

test("the code of the provider in tests is what its spec makes: node scripts/generate.ts --home contracts/oauth", async () => {
  expect(await compare(await generate(join(home, "specs"), home), home)).toEqual([])
})
