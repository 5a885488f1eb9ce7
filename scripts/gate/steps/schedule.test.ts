import { expect, it } from "vitest"
import { runSteps } from "./schedule.ts"
import type { Step } from "./step.ts"

const nothing = { findings: [], summary: "" }

/** Runs steps and records what begins and ends. */
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

it("steps begin when a place is free and the steps before them have ended", async () => {
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

it("a step gets the verdicts before it, and a crash becomes a finding", async () => {
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
  expect(results[0]?.findings).toEqual([{ severity: "error", message: "The step crashed: no such file" }])
})

it("a circle of steps is an error", async () => {
  const circle: ReadonlyArray<Step> = [
    { name: "hen", after: ["egg"], perform: async () => nothing },
    { name: "egg", after: ["hen"], perform: async () => nothing },
  ]
  await expect(observed(2, circle)).rejects.toThrow("wait for each other")
})
