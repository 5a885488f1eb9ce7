/**
 * Nothing visible of a redemption contains a secret: servers quote the request in every part of an HTTP answer, and
 * every rendering of errors, token sets, orphans, logs, spans and metrics is searched.
 */
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import { afterAll, describe, expect, it, vi } from "vitest"
import { redemptionErrors } from "../../src/errors.ts"
import type { Fetch } from "../../src/index.ts"
import { findOperation } from "../spec/specs.ts"
import { readBack } from "../spec/wire.ts"
import { type Call, calls } from "./calls.ts"
import { allCanaries, canaries, canariesByShape, sentBy, shapesOf, windows } from "./canaries.ts"
import { known } from "./providers.ts"
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
  for (const [of, count] of searched) console.log(`${of}: ${count} renderings searched`)
  console.log(`searched for ${allCanaries.length} canaries: ${hits.length} hits`)
})

/** What was sent over the wire. */
interface Sent {
  readonly url: string
  readonly headers: Headers
  readonly body: string
}

/** Every text of a request, as the spec has it read, and the credentials of its header. */
const textsIn = ({ provider, operationId }: Call, sent: Sent) => {
  const spec = known.find((one) => one.provider.name === provider)?.spec
  const found = spec && findOperation([spec], { provider, operationId })
  const read = found && readBack(found.spec, found.operation, sent)
  return [...Object.values(Object(read)), sent.headers.get("authorization")?.replace(/^\S+ /, "")]
}

describe.each(calls)("$name", (call) => {
  it("sends every secret that is searched for, in both APIs", async () => {
    for (const shape of shapesOf(call)) {
      const secrets = canariesByShape[shape] ?? canaries
      const sent: Array<Sent> = []
      const fetch: Fetch = async (url, init) => {
        sent.push({ url, headers: init.headers, body: await new Response(init.body ?? null).text() })
        return new Response(call.answer === "" ? null : call.answer, { status: call.descriptor.success[0] ?? 200 })
      }
      await call.promise({ secrets, fetch })
      await Effect.runPromise(call.effect({ secrets, fetch }))
      expect(sent).toHaveLength(2)
      expect(sentBy(call, secrets)).not.toEqual([])
      for (const one of sent) expect(textsIn(call, one)).toEqual(expect.arrayContaining([...sentBy(call, secrets)]))
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
    it.each(shapesOf(call))("%s", { timeout }, (shape) => runAll(call, scene, scenarios, shape))
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
