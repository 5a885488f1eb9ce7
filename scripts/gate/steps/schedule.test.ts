import { expect, it } from "vitest"
import { runSteps } from "./schedule.ts"
import type { Step } from "./step.ts"

const nothing = { findings: [], summary: "" }

/** Runs steps and writes down what begins and ends. */
const observed = async (places: number, steps: ReadonlyArray<Step>) => {
  const seen: Array<string> = []
  const results = await runSteps(steps, {
    places,
    since: performance.now(),
    progress: {
      started: (underway) => seen.push(underway.join("+")),
      ended: ({ name }) => seen.push(`${name} ended`),
    },
  })
  return { seen, results }
}

it("begins as many as there are places, and each after what it waits for", async () => {
  const release = Promise.withResolvers<void>()
  const { seen } = await observed(2, [
    { name: "long", perform: () => release.promise.then(() => nothing) },
    { name: "after long", after: ["long"], perform: async () => nothing },
    { name: "short", perform: async () => nothing },
    {
      name: "next",
      perform: async () => {
        release.resolve()
        return nothing
      },
    },
  ])
  expect(seen.slice(0, 3)).toEqual(["long", "long+short", "short ended"])
  expect(seen.indexOf("long ended")).toBeLessThan(seen.findIndex((one) => one.includes("after long")))
})

it("hands on what came before, and takes a crash for a finding", async () => {
  const { results } = await observed(1, [
    { name: "crashes", perform: () => Promise.reject(new Error("no such file")) },
    {
      name: "reads",
      after: ["crashes"],
      perform: async (before) => ({ findings: [], summary: `${before.get("crashes")?.findings.length} before` }),
    },
  ])
  expect(results.map(({ name, summary }) => [name, summary])).toEqual([
    ["crashes", "crashed"],
    ["reads", "1 before"],
  ])
  expect(results[0]?.findings).toEqual([
    { severity: "error", message: "The step ended before it had a verdict: no such file" },
  ])
})

it("says so where steps wait for each other", async () => {
  const circle: ReadonlyArray<Step> = [
    { name: "hen", after: ["egg"], perform: async () => nothing },
    { name: "egg", after: ["hen"], perform: async () => nothing },
  ]
  await expect(observed(2, circle)).rejects.toThrow("wait for each other")
})
