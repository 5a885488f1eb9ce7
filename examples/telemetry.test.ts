/** The examples of logs, spans and metrics: what they record of a redemption, and that no secret is in it. */
import { createServer } from "node:http"
import { text } from "node:stream/consumers"
import { metrics, trace } from "@opentelemetry/api"
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics"
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { pino } from "pino"
import { createTokenExchange, type OnRedemption, reveal } from "token-exchange"
import { Dapi } from "token-exchange/effect"
import { createSimulator } from "token-exchange/testing"
import { expect, it, onTestFinished } from "vitest"
import { telemetry } from "./effect-telemetry/telemetry.ts"
import { observe } from "./opentelemetry/redemptions.ts"
import { logTo } from "./pino/redemptions.ts"

/** A redemption, the same again, which is refused, and the secrets that nothing may record. */
const redeemTwice = async (onRedemption: OnRedemption) => {
  const simulator = createSimulator()
  await using exchange = createTokenExchange({ ...simulator.settings, onRedemption })
  const grant = simulator.dapi.issueGrant()
  const { data } = await exchange.dapi.exchangeToken(grant)
  await exchange.dapi.exchangeToken(grant)
  if (data === undefined) throw new Error("The simulator grants it.")
  return [grant.accessCode, simulator.dapi.settings.appSecret, reveal(data.accessToken)].map(String)
}

it("pino writes a line for each redemption", async () => {
  const lines: Array<string> = []
  const logger = pino({}, { write: (line) => void lines.push(line) })
  const secrets = await redeemTwice(logTo(logger))
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 30, provider: "dapi", operation: "exchangeToken", outcome: "redeemed", attempts: 1, status: 200 },
    { level: 30, outcome: "InvalidGrant", msg: "dapi.exchangeToken: InvalidGrant" },
  ])
  for (const secret of secrets) expect(lines.join()).not.toContain(secret)
})

it("opentelemetry records a span, a count and a duration for each redemption", async () => {
  const spans = new InMemorySpanExporter()
  const measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: measured })
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }))
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))
  onTestFinished(() => {
    trace.disable()
    metrics.disable()
    return reader.shutdown()
  })

  const secrets = await redeemTwice(observe())
  await reader.forceFlush()
  const named = spans.getFinishedSpans().map(({ name, attributes }) => [name, attributes.outcome, attributes.attempts])
  expect(named).toEqual([
    ["dapi.exchangeToken", "redeemed", 1],
    ["dapi.exchangeToken", "InvalidGrant", 1],
  ])
  const found = measured.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
  const counts = found.find(({ descriptor }) => descriptor.name === "token_exchange_redemptions_total")?.dataPoints
  expect(counts?.map(({ attributes, value }) => [attributes.outcome, value])).toEqual([
    ["redeemed", 1],
    ["InvalidGrant", 1],
  ])
  expect(found.map(({ descriptor }) => descriptor.name)).toContain("token_exchange_redemption_duration_ms")
  const all = JSON.stringify([spans.getFinishedSpans().map(({ name, attributes }) => [name, attributes]), found])
  for (const secret of secrets) expect(all).not.toContain(secret)
})

/** A collector of OpenTelemetry, and what it received by path. */
const startCollector = async () => {
  const received: Record<string, string> = {}
  const server = createServer(async (request, response) => {
    const { url = "" } = request
    received[url] = (received[url] ?? "") + (await text(request))
    response.end("{}")
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === "object" ? address?.port : undefined
  return { url: `http://127.0.0.1:${port}`, received }
}

it("effect-telemetry sends spans, metrics and log lines to a collector", async () => {
  const simulator = createSimulator()
  const { url, received } = await startCollector()
  const grant = simulator.dapi.issueGrant()
  const dapi = Dapi.layerWith({ ...simulator.dapi.settings, fetch: simulator.fetch })
  const program = Dapi.use(({ exchangeToken }) => Effect.all([exchangeToken(grant), Effect.flip(exchangeToken(grant))]))
  const [tokens] = await Effect.runPromise(program.pipe(Effect.provide(Layer.mergeAll(dapi, telemetry(url)))))

  expect(Object.keys(received).sort()).toEqual(["/v1/logs", "/v1/metrics", "/v1/traces"])
  expect(received["/v1/traces"]).toContain('"dapi.exchangeToken"')
  expect(received["/v1/metrics"]).toContain('"token_exchange_redemptions_total"')
  expect(received["/v1/logs"]).toContain("the grant is refused")
  for (const outcome of ["redeemed", "InvalidGrant"]) expect(received["/v1/metrics"]).toContain(`"${outcome}"`)
  const all = Object.values(received).join()
  for (const secret of [grant.accessCode, String(simulator.dapi.settings.appSecret)]) expect(all).not.toContain(secret)
  expect(tokens.provider).toBe("dapi")
})
