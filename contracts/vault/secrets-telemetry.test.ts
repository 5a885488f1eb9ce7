/** No secret is in anything that the vault of the Effect API records: spans, log lines, annotations, metrics. */
import { inspect } from "node:util"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Metric from "effect/Metric"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import { expect, it } from "vitest"
import { AISquareVault, DapiVault, memoryStore, VaultKeys, VaultStore } from "../../src/effect.ts"
import { hitsPrinted, report } from "./fixtures/canary-hits.ts"
import { makeCanaryProviders, revealed } from "./fixtures/canary-life.ts"
import { makeSearch } from "./fixtures/canary-search.ts"

it("Effect: no secret in any span, log line, annotation or metric", async () => {
  const search = makeSearch()
  const { simulator, settings, grants } = makeCanaryProviders(search)
  const recorded: Array<unknown> = []
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      recorded.push(span)
      return span
    },
  })
  const logger = Logger.make<unknown, void>(({ logLevel, message, fiber, cause }) => {
    recorded.push([logLevel, message, cause, fiber.getRef(References.CurrentLogAnnotations)])
  })
  const key = new Uint8Array(crypto.getRandomValues(new Uint8Array(32)))
  search.add("the key", key)
  const shelf = Layer.mergeAll(Layer.succeed(VaultStore, memoryStore()), Layer.succeed(VaultKeys, { test: key }))
  const { fetch } = settings
  const vaults = Layer.mergeAll(
    AISquareVault.layerWith({ ...settings.aisquare, fetch, cacheFor: 0 }),
    DapiVault.layerWith({ ...settings.dapi, fetch }),
  )
  const grant = grants.dapi()
  const program = Effect.gen(function* () {
    const [aisquare, dapi] = [yield* AISquareVault, yield* DapiVault]
    const tried = <A, E>(call: Effect.Effect<A, E>) =>
      Effect.map(
        Effect.match(call, { onFailure: (error): unknown => ({ error }), onSuccess: (data): unknown => ({ data }) }),
        (outcome) => outcome,
      )
    const outcomes = [
      yield* tried(aisquare.connect("anna", grants.password())),
      yield* tried(aisquare.connect("anna", grants.aisquare())),
      yield* tried(dapi.connect("anna", grant)),
      yield* tried(dapi.connect("bert", grant)),
    ]
    simulator.dapi.answerNext("200 grant-rejected")
    outcomes.push(yield* tried(dapi.connect("carl", grants.dapi())))
    simulator.aisquare.answerNext("200 exchanged", {
      body: { access: grants.aisquare().tempToken, refresh: 7 },
    })
    outcomes.push(yield* tried(aisquare.connect("dora", grants.aisquare())))
    const tokens = yield* aisquare.tokens("anna")
    yield* Effect.sleep(1_100)
    outcomes.push(yield* tried(aisquare.tokens("anna", { rejected: tokens })))
    outcomes.push(yield* tried(dapi.disconnect("anna")))
    outcomes.push(yield* tried(dapi.tokens("anna")))
    return outcomes
  })
  const outcomes = await Effect.runPromise(
    program.pipe(
      Effect.provide(Layer.provide(vaults, shelf)),
      Effect.withTracer(tracer),
      Effect.provideService(Logger.CurrentLoggers, new Set([logger])),
      Effect.provideService(References.MinimumLogLevel, "All"),
    ),
  )
  const tags = outcomes.map((outcome) => Object(outcome).error?._tag)
  const [, , , taken, refused, unexpected, , , gone] = tags
  expect([taken, refused, unexpected, gone]).toEqual([
    "GrantTaken",
    "InvalidGrant",
    "UnexpectedResponse",
    "NotConnected",
  ])
  const everything = inspect(recorded, { depth: 12, showHidden: true, maxArrayLength: null, maxStringLength: null })
  expect(everything).toContain("aisquare.vault.connect")
  expect(everything).toContain("GrantTaken")
  expect(search.findText(everything)).toEqual([])
  const metrics = await Effect.runPromise(Metric.dump)
  expect(metrics).toContain("GrantTaken")
  expect(search.findText(metrics)).toEqual([])
  expect(
    hitsPrinted(
      outcomes.map((outcome, at) => [`outcome ${at}`, outcome] as const),
      search,
    ),
  ).toEqual([])
  expect(outcomes.flatMap(revealed).filter((secret) => search.findText(secret).length === 0)).toHaveLength(0)
  report("Effect", search)
})
