import { expect, it } from "vitest"
import type { Verdict } from "../finding.ts"
import { gateSteps, inOrder, nothingGathered, secrets } from "./all.ts"

const steps = gateSteps(undefined, nothingGathered())
const order = "breaking lint generated types client contracts flows coverage secrets"

it("is told in the order of what matters, and nothing begins before it is known who breaks", () => {
  expect(inOrder([secrets, ...steps]).map(({ name }) => name)).toEqual(order.split(" "))
  expect(steps.filter(({ after }) => !after?.includes("breaking")).map(({ name }) => name)).toEqual(["breaking"])
})

const passed: Verdict = { findings: [], summary: "" }
const failed = (file?: string): Verdict => ({
  ...passed,
  findings: [{ severity: "error", message: "no", ...(file && { place: { file, line: 1, column: 1 } }) }],
})

it.each<readonly [string, Readonly<Record<string, Verdict>>, string | undefined]>([
  ["a type error in the client", { types: failed("src/redeem.ts") }, "types"],
  ["a type error of the whole project", { types: failed() }, "types"],
  ["a type error that no test runs", { types: failed("scripts/bench/run.ts") }, undefined],
  ["generated code out of step", { generated: failed("generated/dapi.ts") }, "generated"],
  ["specs that lint refuses", { generated: { ...passed, followsFrom: "lint" } }, "lint"],
  ["nothing failed", { types: passed, generated: passed }, undefined],
])("no test is told that follows from %s", (_, before, from) => {
  const followed = steps.map(({ name, followsFrom }) => [name, followsFrom?.(new Map(Object.entries(before)))])
  const tests = ["contracts", "flows", "coverage", "client"]
  expect(followed.filter(([, from]) => from !== undefined)).toEqual(from ? tests.map((name) => [name, from]) : [])
})
