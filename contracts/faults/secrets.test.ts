/**
 * Nothing visible of a redemption contains a secret: servers quote the request in every part of an HTTP answer, and
 * every rendering of errors, token sets, orphans, logs, spans and metrics is searched.
 */
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import { afterAll, describe, expect, it, vi } from "vitest"
import { redemptionErrors } from "../../src/errors.ts"
import { type Call, calls } from "./calls.ts"
import { allCanaries, canaries, canariesByShape, sentBy, windows } from "./canaries.ts"
import { escaped } from "./secrets/answers.ts"
import { refusalsOf } from "./secrets/refusals.ts"
import { apis, run } from "./secrets/run.ts"
import type { Scenarios } from "./secrets/scenario.ts"
import { plain, shaped, timed } from "./secrets/scenarios.ts"
import { hits, piecesIn, search, searched, seen } from "./secrets/search.ts"

/** Every warning of the Promise API. */
const warnings: Array<string> = []
const emitWarning = vi.spyOn(process, "emitWarning").mockImplementation((text) => void warnings.push(String(text)))

afterAll(() => {
  emitWarning.mockRestore()
  console.log(`searched ${searched} renderings, ${hits.length} hits`)
})

describe.each(calls)("$name", (call) => {
  it("sends every secret that is searched for, in both APIs", async () => {
    for (const secrets of Object.values(canariesByShape)) {
      const bodies: Array<string> = []
      const fetch: typeof globalThis.fetch = async (_, init) => {
        bodies.push(await new Response(init?.body ?? null).text())
        return new Response(call.answer)
      }
      await call.promise({ secrets, fetch })
      await Effect.runPromise(call.effect({ secrets, fetch }))
      expect(bodies).toHaveLength(2)
      expect(sentBy(call, secrets)).not.toEqual([])
      for (const body of bodies) {
        expect(sentBy(call, secrets).filter((secret) => !body.includes(JSON.stringify(secret)))).toEqual([])
      }
    }
  })

  it("has names, codes and documented answers that contain no piece of a secret", () => {
    const { name, descriptor, input, credentials, answer, refusals } = call
    const fields = [...descriptor.fields, ...descriptor.granted]
    const own = [name, ...fields, ...Object.keys(input), ...credentials, ...Object.keys(redemptionErrors)]
    expect([...own, answer, JSON.stringify(refusals)].flatMap(piecesIn)).toEqual([])
  })

  it("has refusals that quote a secret", () => {
    const [quoted = ""] = sentBy(call, canaries)
    expect(refusalsOf(call, quoted).filter((body) => !JSON.stringify(body).includes(quoted))).toEqual([])
  })
})

it("the search finds every piece of every secret in every spelling", () => {
  for (const secret of allCanaries) {
    for (const quoted of [secret, secret.toUpperCase(), secret.slice(-10), escaped(secret), JSON.stringify(secret)]) {
      expect(piecesIn(`some ${quoted} text`)).not.toEqual([])
    }
    for (const part of windows(secret)) expect(piecesIn(part)).toEqual([part.toLowerCase()])
  }
})

/** All of them run at once. In milliseconds. */
const timeout = 600_000

const runAll = async (call: Call, scene: string, scenarios: Scenarios, shape: string) => {
  const secrets = canariesByShape[shape] ?? canaries
  const found = await Promise.all(
    Object.entries(apis).flatMap(([name, api]) =>
      scenarios(call, secrets).map((scenario) =>
        run(`${name}, ${call.name}, ${scene}, ${shape}, ${scenario.name}`, api, call, secrets, scenario),
      ),
    ),
  )
  expect(found.flat()).toEqual([])
}

describe.each(calls)("$name shows no secret that comes back", (call) => {
  it.each(Object.entries(timed))("%s", (scene, scenarios) => runAll(call, scene, scenarios, "in kebab case"))
})

describe.concurrent.each(calls)("$name shows no secret that comes back", (call) => {
  it.each(Object.entries(plain))("%s", { timeout }, (scene, scenarios) =>
    runAll(call, scene, scenarios, "in kebab case"),
  )
  describe.each(Object.entries(shaped))("%s", (scene, scenarios) => {
    it.each(Object.keys(canariesByShape))("%s", { timeout }, (shape) => runAll(call, scene, scenarios, shape))
  })
})

it("has seen every warning of the Promise API, and no secret in one", () => {
  expect(search("Promise, all warnings", [["warnings", warnings.join("\n")]])).toEqual([])
  expect(warnings).toEqual(
    expect.arrayContaining([expect.stringContaining("onOrphaned failed"), expect.stringContaining("set onOrphaned")]),
  )
})

it("has seen every outcome, and no secret in any metric of the Promise API", async () => {
  expect(search("Promise, all metrics", [["metrics", await Effect.runPromise(Metric.dump)]])).toEqual([])
  expect([...seen]).toEqual(
    expect.arrayContaining([
      "tokens",
      "interrupted",
      "a quotation, redacted",
      ...Object.keys(redemptionErrors),
      "orphaned tokens",
      "orphaned InvalidGrant",
      "orphaned OutcomeUnknown",
      "orphaned UnexpectedResponse",
    ]),
  )
})
