/** The examples of logs, spans and metrics: what they record of a redemption, and that no secret is in it. */
import { createServer } from "node:http"
import { text } from "node:stream/consumers"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Dapi } from "token-exchange/effect"
import { createSimulator } from "token-exchange/testing"
import { expect, it, onTestFinished } from "vitest"
import { telemetry } from "./effect-telemetry/telemetry.ts"

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
