import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { parse } from "yaml"

const root = join(import.meta.dirname, "..")
const read = (path: string) => parse(readFileSync(join(root, path), "utf8"))

it("gate-in-ci gives the reusable workflow every input that it requires, and none that it does not know", () => {
  const { inputs } = read(".github/workflows/gate.yml").on.workflow_call
  const { uses, with: given } = read("examples/gate-in-ci/gate.yml").jobs.gate
  const required = Object.keys(inputs).filter((name) => inputs[name].required)
  expect(uses).toBe("OWNER/token-exchange/.github/workflows/gate.yml@COMMIT")
  expect(Object.keys(given)).toEqual(expect.arrayContaining(required))
  expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given)))
})
