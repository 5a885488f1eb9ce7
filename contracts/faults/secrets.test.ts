/**
 * No secret in anything that can be seen of a redemption: a server that repeats what it was sent wherever HTTP lets it,
 * against every rendering of an error, a token set, an orphan, a log, a span, a metric.
 */
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import { afterAll, describe, expect, it } from "vitest"
import { type Call, calls } from "./calls.ts"
import { isOurs, pieces, plantings, windows } from "./canaries.ts"
import { canaries } from "./operations.ts"
import { escaped, type Scene } from "./secrets/answers.ts"
import { apis, meet } from "./secrets/run.ts"
import { plain, shaped, timed } from "./secrets/scenarios.ts"
import { hits, piecesIn, search, searched, seen } from "./secrets/search.ts"

afterAll(() => {
  console.log(`searched ${searched} renderings, ${hits.length} hits`)
})

it("overlooks three pieces of all the secrets, which are words of ours", () => {
  const all = Object.values(plantings).flatMap((secrets) => Object.values(secrets))
  const overlooked = new Set(all.flatMap((secret) => windows(secret.toLowerCase())).filter((part) => !pieces.has(part)))
  expect([...overlooked].sort()).toEqual(["password", "superexe", "uperexec"])
})

it("finds a piece of a secret, however it is written", () => {
  for (const secrets of Object.values(plantings)) {
    for (const secret of Object.values(secrets)) {
      for (const echo of [secret, secret.toUpperCase(), secret.slice(-10), escaped(secret), JSON.stringify(secret)]) {
        expect(piecesIn(`some ${echo} text`)).not.toEqual([])
      }
      for (const part of windows(secret).filter((part) => !isOurs(part.toLowerCase()))) {
        expect(piecesIn(part)).toEqual([part.toLowerCase()])
      }
    }
  }
  expect(piecesIn("aisquare.obtainToken: password, superexecSecret")).toEqual([])
})

const meetAll = async (call: Call, scene: string, encounters: Scene, planting: string) => {
  const secrets = plantings[planting] ?? canaries
  const found = await Promise.all(
    Object.entries(apis).flatMap(([api, meeting]) =>
      encounters(call, secrets).map((encounter) =>
        meet(`${api}, ${call.name}, ${scene}, ${planting}, ${encounter.name}`, meeting, call, secrets, encounter),
      ),
    ),
  )
  expect(found.flat()).toEqual([])
}

describe.each(calls)("$name keeps what it sends to itself, where it comes back", (call) => {
  it.each(Object.entries(timed))("%s", (scene, encounters) => meetAll(call, scene, encounters, "as they are"))
})

describe.concurrent.each(calls)("$name keeps what it sends to itself, where it comes back", (call) => {
  it.each(Object.entries(plain))("%s", { timeout: 120_000 }, (scene, encounters) =>
    meetAll(call, scene, encounters, "as they are"),
  )
  describe.each(Object.entries(shaped))("%s", (scene, encounters) => {
    it.each(Object.keys(plantings))("%s", { timeout: 120_000 }, (planting) =>
      meetAll(call, scene, encounters, planting),
    )
  })
})

it("has seen every outcome, and no secret in any metric of the Promise API", async () => {
  expect(search("Promise, all metrics", [["metrics", await Effect.runPromise(Metric.dump)]])).toEqual([])
  expect([...seen]).toEqual(
    expect.arrayContaining([
      "tokens",
      "interrupted",
      "an echo, redacted",
      "InvalidRequest",
      "InvalidClient",
      "InvalidGrant",
      "RateLimited",
      "ConnectionFailed",
      "ProviderUnavailable",
      "OutcomeUnknown",
      "UnexpectedResponse",
      "orphaned tokens",
      "orphaned InvalidGrant",
      "orphaned OutcomeUnknown",
      "orphaned UnexpectedResponse",
    ]),
  )
})
