import { expect, it } from "vitest"
import type { Finding } from "../finding.ts"
import { runSteps } from "./schedule.ts"
import type { Step } from "./step.ts"

const nothing = { findings: [], summary: "" }
const error: Finding = { severity: "error", message: "no", place: { file: "specs/a.yaml", line: 3, column: 1 } }
const own = { ...error, message: "own" }

/** Runs steps and records what begins and ends. */
const observed = async (places: number, steps: ReadonlyArray<Step>) => {
  const seen: Array<string> = []
  const listener = {
    underway: (names: ReadonlyArray<string>) => seen.push(names.join("+")),
    ended: ({ name }: { readonly name: string }) => seen.push(`${name} ended`),
  }
  return { results: await runSteps(steps, listener, places), seen }
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
  expect(seen.slice(0, 2)).toEqual(["long+short", "short ended"])
  expect(seen.indexOf("long ended")).toBeLessThan(seen.findIndex((one) => one.includes("after long")))
})

it("of the steps that are ready, the first in order begins", async () => {
  const perform = async () => nothing
  const { seen } = await observed(1, [
    { name: "lint", perform },
    { name: "generated", after: ["lint"], perform },
    { name: "client", perform },
  ])
  expect(seen.filter((one) => one.endsWith(" ended"))).toEqual(["lint ended", "generated ended", "client ended"])
})

it("a crash becomes a finding", async () => {
  const { results } = await observed(1, [{ name: "crashes", perform: () => Promise.reject(new Error("no such file")) }])
  expect(results[0]).toMatchObject({ findings: [{ severity: "error", message: "The step crashed: no such file" }] })
})

it("a step that only tells what follows from a failure is ended or not begun, and says from which", async () => {
  const followsFrom: Step["followsFrom"] = (before) => (before.get("types")?.findings.length ? "types" : undefined)
  const { results } = await observed(2, [
    {
      name: "under way",
      followsFrom,
      // Ends only because it is told to.
      perform: ({ signal }) =>
        new Promise((resolve) =>
          signal.addEventListener("abort", () => resolve({ findings: [{ ...error, message: "noise" }], summary: "" })),
        ),
    },
    { name: "types", perform: async () => ({ findings: [error], summary: "1 type error" }) },
    { name: "waiting", followsFrom, perform: () => Promise.reject(new Error("was begun")) },
    { name: "independent", perform: async () => nothing },
  ])
  expect(results.map(({ name, findings, followsFrom }) => [name, findings.length, followsFrom])).toEqual([
    ["under way", 0, "types"],
    ["types", 1, undefined],
    ["waiting", 0, "types"],
    ["independent", 0, undefined],
  ])
})

it.each([
  ["all its errors are told: it follows from the other", [error], [[], "lint"]],
  ["one is its own: that one is told", [error, own], [["own"], undefined]],
  ["none is told: all are", [own], [["own"], undefined]],
])("the errors of an earlier step are told once: %s", async (_, findings, expected) => {
  const { results } = await observed(1, [
    { name: "lint", perform: async () => ({ findings: [error], summary: "" }) },
    { name: "generated", after: ["lint"], perform: async () => ({ findings, summary: "" }) },
  ])
  expect([results[1]?.findings.map(({ message }) => message), results[1]?.followsFrom]).toEqual(expected)
})

it("a circle of steps is an error", async () => {
  const perform = async () => nothing
  const circle = [
    { name: "hen", after: ["egg"], perform },
    { name: "egg", after: ["hen"], perform },
  ]
  await expect(observed(2, circle)).rejects.toThrow("wait for each other")
})
