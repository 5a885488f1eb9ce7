import { expect, it } from "vitest"
import type { Verdict } from "../finding.ts"
import { gateSteps, inOrder, nothingGathered, secrets } from "./all.ts"

const steps = gateSteps(undefined, nothingGathered())
const failed = (file?: string): Verdict => ({
  summary: "",
  findings: [{ severity: "error", message: "no", ...(file && { place: { file, line: 1, column: 1 } }) }],
})

it("is told in the order of what matters, and nothing begins before it is known who breaks", () => {
  expect(inOrder([secrets, ...steps]).map(({ name }) => name)).toEqual([
    "breaking",
    "lint",
    "generated",
    "types",
    "client",
    "contracts",
    "flows",
    "coverage",
    "secrets",
  ])
  expect(steps.filter(({ after }) => !after?.includes("breaking")).map(({ name }) => name)).toEqual(["breaking"])
})

const suite = ["contracts", "flows", "coverage"]
it.each<readonly [string, Readonly<Record<string, Verdict>>, ReadonlyArray<string>, string | undefined]>([
  ["a type error in the client", { types: failed("src/redeem.ts") }, [...suite, "client"], "types"],
  ["a type error of the whole project", { types: failed() }, [...suite, "client"], "types"],
  ["a type error that no test runs", { types: failed("scripts/bench/run.ts") }, [], undefined],
  ["generated code out of step", { generated: failed("generated/dapi.ts") }, [...suite, "client"], "generated"],
  [
    "specs that lint refuses",
    { generated: { findings: [], summary: "", followsFrom: "lint" } },
    [...suite, "client"],
    "lint",
  ],
  ["nothing failed", { types: { findings: [], summary: "" }, generated: { findings: [], summary: "" } }, [], undefined],
])("what follows from %s is not told", (_, before, names, from) => {
  const done = new Map(Object.entries(before))
  const following = steps.filter((step) => step.followsFrom?.(done) !== undefined)
  expect(following.map(({ name }) => name)).toEqual(names)
  expect(new Set(following.map((step) => step.followsFrom?.(done)))).toEqual(new Set(from === undefined ? [] : [from]))
})
