/** Every injected departure is named, and no other is reported. */
import { expect, test } from "vitest"
import { createSimulator } from "../../src/testing.ts"
import { departures } from "./fixtures/departures.ts"
import { kindsOf, runSimulated } from "./fixtures/runs.ts"

test.each(departures)("%s: %s, at %s", async (kind, _how, provider, inject) => {
  expect(kindsOf(await runSimulated(provider, { inject, allow: "everything" }))).toEqual([kind])
})

test("slow: an answer that takes longer than allowed", async () => {
  const { results } = await runSimulated("finqware", {
    slow: 500,
    inject: (answer, sent, response) => {
      if (!sent.includes("x-extra") || !sent.includes("temp_token")) return answer
      setTimeout(() => response.writeHead(answer.status, answer.headers).end(answer.body), 600)
      return undefined
    },
  })
  expect(results.flatMap(({ name, departures }) => departures.map(({ kind }) => [name, kind]))).toEqual([
    ["body additionalProperties", "slow"],
  ])
})

test("a departure has the expected value, the seen value, and its place in the spec", async () => {
  const simulator = createSimulator()
  const body = { id: "i", type: "t", http: "400", code: "c", message: "m" }
  simulator.finqware.answerNext("400 fields-missing", { body })
  const { results } = await runSimulated("finqware", { simulator })
  const [departure] = results.flatMap((result) => result.departures)
  expect(departure).toMatchObject({ kind: "mistyped field", expected: 'http: type "integer"', seen: "text" })
  expect(departure?.place.file).toBe("specs/finqware.yaml")
})

test.each([
  ["truncated", "truncated"],
  ["not-json", "HTML"],
  ["redirect", "redirect"],
  ["reset-after-send", "no answer"],
] as const)("the simulator's fault %s is named %s", async (fault, kind) => {
  const simulator = createSimulator()
  simulator.aisquare.failNext(fault)
  expect(kindsOf(await runSimulated("aisquare", { simulator }))).toEqual([kind])
})
