/** Every injected departure is named, and no other is reported. */
import { expect, test } from "vitest"
import { createSimulator } from "../../src/testing.ts"
import { departures } from "./fixtures/departures.ts"
import { environmentOf, kindsOf, runAt, startProxy } from "./fixtures/proxy.ts"

test.each(departures)("%s: %s, at %s", async (kind, _how, provider, inject) => {
  const simulator = createSimulator()
  await using servers = await simulator.listen()
  const baseUrls = new Map(Object.entries(servers.baseUrls))
  await using proxy = await startProxy(baseUrls.get(provider) ?? "", inject)
  const { results } = await runAt(provider, proxy.url, {
    environment: environmentOf(simulator),
    allow: "everything",
  })
  expect(kindsOf(results)).toEqual([kind])
})

test("slow: an answer that takes longer than allowed", async () => {
  const simulator = createSimulator()
  await using servers = await simulator.listen()
  await using proxy = await startProxy(servers.baseUrls.finqware, (answer, sent, response) => {
    if (!sent.includes("x-extra")) return answer
    setTimeout(() => response.writeHead(answer.status, answer.headers).end(answer.body), 600)
    return undefined
  })
  const { results } = await runAt("finqware", proxy.url, { slow: 500 })
  expect(results.flatMap(({ name, departures }) => departures.map(({ kind }) => [name, kind]))).toEqual([
    ["body additionalProperties", "slow"],
  ])
})

test("a departure has the expected value, the seen value, and its place in the spec", async () => {
  const simulator = createSimulator()
  await using servers = await simulator.listen()
  simulator.finqware.answerNext("400 fields-missing", {
    body: { id: "i", type: "t", http: "400", code: "c", message: "m" },
  })
  const { results } = await runAt("finqware", servers.baseUrls.finqware)
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
  await using servers = await simulator.listen()
  simulator.aisquare.failNext(fault)
  const { results } = await runAt("aisquare", servers.baseUrls.aisquare)
  expect(kindsOf(results)).toEqual([kind])
})
